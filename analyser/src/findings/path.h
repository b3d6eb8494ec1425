/* Where a node hangs, in PHP syntax: "<main>:28::$users->items[0]", "App\Logger::$buffer",
 * "$GLOBALS['container']->cache", "foo()::static $seen". As far as possible what one would write in
 * PHP to get at the value; the names of the engine's containers never appear.
 *
 * All texts are one line of valid UTF-8, owned by the caller; NULL: no memory. */
#ifndef RA_PATH_H
#define RA_PATH_H

#include "graph/graph.h"

struct ra_snapshot;

enum ra_path_flag {
	RA_PATH_FOLDED = 1, /* array indices and handles as [*]: equal for siblings */
};

/* The tree path of a node. A long one keeps its root part and its end, "..." stands between. */
char *ra_path_text(const struct ra_snapshot *snapshot, ra_node node, unsigned flags);

/* The path of the edge's source, then the edge itself: also for edges that are not tree edges. */
char *ra_path_edge_text(const struct ra_snapshot *snapshot, uint32_t edge, unsigned flags);

/* The link alone, as in the reference's raw paths: "users", "0", "referenced". */
char *ra_path_link_text(const struct ra_snapshot *snapshot, uint32_t edge);

/* "App\Job::run:88", "<main>:28", "sleep()", "{closure}(/app/job.php:10-20):15". */
char *ra_frame_text(const struct ra_snapshot *snapshot, const struct ra_frame_info *frame);

/* What a root is for PHP people: "code: classes and functions", "open resources". Static text. */
const char *ra_root_title(const struct ra_graph *graph, ra_node root);

/* The first bytes of a string node's content: at most `limit`, their number in *got, the whole
 * length in *length. False: not a string that can be read. */
bool ra_path_string_bytes(const struct ra_snapshot *snapshot, ra_node node, char *out, size_t limit,
	size_t *got, uint64_t *length);

#endif
