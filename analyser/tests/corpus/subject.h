/* Places in a dumped process by the names that the corpus gives them:
 *
 *   $GLOBALS[users][1234]::$name    helper(): $localArray      helper() static $memo
 *   App\Service\Report::$cache      constant APP_LIMITS        $waiting
 */
#ifndef RA_TEST_SUBJECT_H
#define RA_TEST_SUBJECT_H

#include "graph/graph.h"

/* RA_NO_NODE: no such place. References are followed. */
ra_node subject_find(const struct ra_graph *graph, const char *where);

/* The child of a node over an edge of that kind and name ("" for any name). */
ra_node subject_child(
	const struct ra_graph *graph, ra_node from, enum ra_link_kind kind, const char *name);

ra_node subject_root(const struct ra_graph *graph, const char *name);

/* Number of edges of the kind that leave the node. */
uint32_t subject_count(const struct ra_graph *graph, ra_node from, enum ra_link_kind kind);

/* The handle by which a weak root (objects_store, regular_list) knows the node; 0: it does
 * not. */
uint32_t subject_handle(const struct ra_graph *graph, const char *root, ra_node node);

/* Gives the text of a string node; set once, used for array elements with string keys. */
typedef bool subject_text(void *context, ra_node node, const char **bytes, size_t *length);
void subject_use_text(subject_text *text, void *context);

#endif
