/* See pieces.h. */
#include "query/pieces.h"

#include "base/tasks.h"
#include "walk/snapshot_view.h"

enum {
	FEW = 5000 /* values that are not worth a thread */
};

struct pieces {
	struct ra_snapshot *views[RA_PIECES];
	uint32_t count; /* of the values */
	ra_piece *piece;
	void *context;
};

static void do_piece(void *context, size_t number)
{
	const struct pieces *const pieces = context;
	const uint32_t begin = (uint32_t)((uint64_t)pieces->count * number / RA_PIECES);
	const uint32_t end = (uint32_t)((uint64_t)pieces->count * (number + 1) / RA_PIECES);

	pieces->piece(pieces->context, pieces->views[number], (uint32_t)number, begin, end);
}

static void close_views(struct ra_snapshot *snapshot, struct pieces *pieces)
{
	for (int i = 0; i < RA_PIECES; i++) {
		ra_snapshot_view_close(snapshot, pieces->views[i]);
	}
}

/* False: no memory; there is none then. */
static bool open_views(struct ra_snapshot *snapshot, struct pieces *pieces)
{
	for (int i = 0; i < RA_PIECES; i++) {
		if (!ra_snapshot_view_open(snapshot, &pieces->views[i])) {
			close_views(snapshot, pieces);
			return false;
		}
	}
	return true;
}

uint32_t ra_in_pieces(struct ra_snapshot *snapshot, uint32_t count, ra_piece *piece, void *context)
{
	struct pieces pieces = {.count = count, .piece = piece, .context = context};
	const uint32_t told = ra_snapshot_files_told(snapshot);

	if (count <= FEW || ra_tasks_threads() == 1 || !ra_snapshot_can_be_shared(snapshot) ||
		!open_views(snapshot, &pieces)) {
		piece(context, snapshot, 0, 0, count);
		return 1;
	}
	ra_graph_head(snapshot->graph, RA_SUPER_ROOT); /* computed by who asks first */
	ra_tasks_run(do_piece, &pieces, RA_PIECES);
	close_views(snapshot, &pieces);
	ra_snapshot_settle_files(snapshot, told);
	return RA_PIECES;
}
