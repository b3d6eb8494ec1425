/* Who holds the memory: a partition of the graph's bytes into parts with one or several holders.
 *
 * The algorithm: one cut through the dominator tree (open_set.h) and one propagation of labels. An
 * edge out of the open set starts its target, the head of a unit, with an atom: the slot, or all of
 * the node that it leaves. From unit to unit labels are united until nothing changes. Each path
 * into a unit leaves the open set through one of the atoms of its label, so a unit goes exactly when
 * all of them are cut, as long as nothing was lifted; a lifted label promises less, never more.
 *
 * Limits: open nodes count as always alive (labels end at them). A unit whose label has grown 16
 * times is lifted to its dominator, which bounds the time to 17 visits of an edge; in practice
 * there are one to two. */
#ifndef RA_PARTITION_H
#define RA_PARTITION_H

#include "answer/labels.h"

struct ra_partition {
	struct ra_open_set open;
	struct ra_labels labels;
	uint32_t *unit_label; /* per unit */

	uint64_t *label_bytes; /* per label: of its units. Labels of one whole node have theirs in
							  rest_bytes */
	uint32_t *label_units;
	uint64_t *own_bytes;  /* per open node */
	uint64_t *rest_bytes; /* per open node: units that go with all of it */

	uint32_t lifted_units;
};

struct ra_partition_limits { /* for tests; zeros are the defaults */
	uint64_t heavy_bytes;    /* a hundredth of the graph's bytes */
	uint32_t sets;           /* 65,536 */
	uint32_t growths;        /* 16 */
};

/* Near-linear in nodes and edges. The graph and its measures must outlive the partition. */
bool ra_partition_make(struct ra_partition *partition, const struct ra_graph *graph,
	const struct ra_measures *measures, const struct ra_partition_limits *limits,
	struct ra_error *err);
void ra_partition_done(struct ra_partition *partition);

#endif
