/* What a node is called where a person looks at it: "App\User", "array", "frame App\Job::run:88", "class App\User". */
#ifndef RA_EXPORT_NAMES_H
#define RA_EXPORT_NAMES_H

#include "graph/graph.h"

struct ra_snapshot;

/* One line of valid UTF-8, owned by the caller; NULL: no memory. Of a string it says "string", never its contents. */
char *ra_export_node_name(const struct ra_snapshot *snapshot, ra_node node);

/* The same where many nodes share it: the kind alone ("array", "string"), static; NULL: the name depends on the node. */
const char *ra_export_kind_name(enum ra_node_kind kind);

/* The roots as PHP people know them: "global_variables" -> "global variables". Owned by the caller. */
char *ra_export_root_name(const struct ra_snapshot *snapshot, ra_name name);

#endif
