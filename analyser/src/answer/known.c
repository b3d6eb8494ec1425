/* Which rows are those of a known keeper: at least half of what goes with the row's places goes with
 * the keeper's values. */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "findings/known_keepers.h"
#include "walk/snapshot.h"

/* What goes with both, whichever is let go of. False: no memory. */
static bool common_bytes(const struct ra_snapshot *snapshot, const struct ra_holder *row,
	uint64_t row_bytes, const struct ra_kept *kept, uint64_t *bytes)
{
	const size_t count = (size_t)row->node_count + kept->value_count;
	ra_node *const nodes = malloc((count + 1) * sizeof(*nodes));

	if (!nodes) {
		return false;
	}
	memcpy(nodes, row->nodes, row->node_count * sizeof(*nodes));
	memcpy(nodes + row->node_count, kept->values, kept->value_count * sizeof(*nodes));
	const uint64_t together =
		ra_measures_set_bytes(snapshot->measures, snapshot->graph, nodes, (uint32_t)count);
	const uint64_t sum = row_bytes + kept->bytes;

	free(nodes);
	*bytes = sum > together ? sum - together : 0; /* together more may go than one by one */
	return together != UINT64_MAX;
}

static bool find_keeper(
	struct ra_holder *row, const struct ra_snapshot *snapshot, const struct ra_kept_list *list)
{
	const uint64_t row_bytes =
		ra_measures_set_bytes(snapshot->measures, snapshot->graph, row->nodes, row->node_count);
	uint64_t most = 0;

	for (uint32_t i = 0; i < list->count && row_bytes != UINT64_MAX; i++) {
		uint64_t bytes;

		if (!common_bytes(snapshot, row, row_bytes, &list->items[i], &bytes)) {
			return false;
		}
		if (bytes > most && bytes >= row_bytes / 2) {
			most = bytes;
			row->known = list->items[i].keeper;
		}
	}
	return row_bytes != UINT64_MAX;
}

bool ra_answer_known(struct ra_answer *answer, const struct ra_snapshot *snapshot)
{
	struct ra_kept_list list;
	bool done = ra_kept_find(snapshot, &list);

	for (uint32_t r = 0; done && list.count > 0 && r < answer->holders.count; r++) {
		struct ra_holder *const row = &answer->holders.rows[r];

		done = row->kind != RA_HOLDER_VALUE || row->node_count == 0 ||
			   find_keeper(row, snapshot, &list);
	}
	ra_kept_done(&list);
	return done;
}
