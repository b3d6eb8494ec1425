/* See pieces.h. */
#include "query/pieces.h"

#include "walk/snapshot_view.h"

enum {
	FEW = 5000 /* values that are not worth a thread */
};

struct pieces {
	uint32_t count; /* of the values */
	ra_piece *piece;
	void *context;
};

static void do_piece(void *context, struct ra_snapshot *view, size_t number)
{
	const struct pieces *const pieces = context;
	const uint32_t begin = (uint32_t)((uint64_t)pieces->count * number / RA_PIECES);
	const uint32_t end = (uint32_t)((uint64_t)pieces->count * (number + 1) / RA_PIECES);

	pieces->piece(pieces->context, view, (uint32_t)number, begin, end);
}

uint32_t ra_in_pieces(struct ra_snapshot *snapshot, uint32_t count, ra_piece *piece, void *context)
{
	struct pieces pieces = {.count = count, .piece = piece, .context = context};
	const uint32_t told = ra_snapshot_files_told(snapshot);

	if (count <= FEW || !ra_snapshot_run_views(snapshot, do_piece, &pieces, RA_PIECES, NULL)) {
		piece(context, snapshot, 0, 0, count);
		return 1;
	}
	ra_snapshot_settle_files(snapshot, told);
	return RA_PIECES;
}
