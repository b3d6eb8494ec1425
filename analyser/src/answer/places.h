/* Places in the words of PHP people: "$importer->logger->records", "$rows in Report::rows()", "the
 * shutdown functions". */
#ifndef RA_PLACES_H
#define RA_PLACES_H

#include "answer/labels.h"

struct ra_snapshot;

/* All owned by the caller; NULL: no memory. `flags` as for ra_path_text(). */
char *ra_place_of_node(const struct ra_snapshot *snapshot, ra_node node, unsigned flags);
char *ra_place_of_edge(const struct ra_snapshot *snapshot, uint32_t edge, unsigned flags);
char *ra_place_of_atom(const struct ra_snapshot *snapshot, const struct ra_labels *labels,
	struct ra_atom atom, unsigned flags);

/* "<main>:28::$users->items" as "$users->items", "Job::run:88::$rows" as "$rows in Job::run()".
 * Takes the path. */
char *ra_place_of_path(char *path);

/* "File.php:12" of a closure, generator or fiber: where its code stands; the whole path of the
 * file. NULL: no such object, or unknown. */
char *ra_site_of_object(const struct ra_snapshot *snapshot, ra_node object);

/* The file of a class or function node, clean; NULL: none. */
char *ra_file_of_code(const struct ra_snapshot *snapshot, ra_node node);

/* What the engine keeps under this name of a root: "shutdown functions". NULL: no list for PHP
 * code. Static text. */
const char *ra_list_name(const struct ra_graph *graph, ra_node root, ra_name name);

#endif
