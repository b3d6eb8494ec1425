/* See snapshot_view.h. */
#include "walk/snapshot_view.h"

#include <stdlib.h>

#include "php/engine.h"
#include "walk/dump_reader.h"

bool ra_snapshot_can_be_shared(const struct ra_snapshot *snapshot)
{
	return snapshot->space ? ra_space_can_be_shared(snapshot->space) : snapshot->saved != NULL;
}

/* A saved graph is only read. */
static bool view_saved(const struct ra_snapshot *snapshot, struct ra_snapshot **out)
{
	*out = malloc(sizeof(**out));
	if (*out) {
		**out = *snapshot;
	}
	return *out != NULL;
}

bool ra_snapshot_view_open(struct ra_snapshot *snapshot, struct ra_snapshot **out)
{
	if (!snapshot->space) {
		return view_saved(snapshot, out);
	}
	struct ra_snapshot *const view = malloc(sizeof(*view));
	struct ra_engine *const engine = malloc(sizeof(*engine));
	struct ra_space *const space = ra_space_view(snapshot->space);

	if (!view || !engine || !space) {
		ra_space_view_close(snapshot->space, space);
		free(engine);
		free(view);
		return false;
	}
	*engine = *snapshot->engine;
	engine->space = space;
	*view = *snapshot;
	view->engine = engine;
	view->space = space;
	ra_dump_reader_init(&view->reader, view);
	*out = view;
	return true;
}

void ra_snapshot_view_close(struct ra_snapshot *snapshot, struct ra_snapshot *view)
{
	if (view) {
		if (snapshot->space) {
			ra_space_view_close(snapshot->space, view->space);
			free(view->engine);
		}
		free(view);
	}
}

uint32_t ra_snapshot_files_told(const struct ra_snapshot *snapshot)
{
	uint32_t told = 0;

	if (snapshot->space) {
		ra_space_files(snapshot->space, &told);
	}
	return told;
}

void ra_snapshot_settle_files(struct ra_snapshot *snapshot, uint32_t told)
{
	if (snapshot->space) {
		ra_space_settle_files(snapshot->space, told);
	}
}
