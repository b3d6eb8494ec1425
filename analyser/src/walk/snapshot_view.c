/* See snapshot_view.h. */
#include "walk/snapshot_view.h"

#include <stdlib.h>

#include "base/tasks.h"
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

struct viewing {
	const struct ra_snapshot *snapshot;
	struct ra_snapshot **views;
	const uint64_t *after;
	ra_view_task *task;
	void *context;
};

static void run_task(void *context, size_t number)
{
	const struct viewing *const viewing = context;

	if (viewing->after && viewing->after[number] != RA_AT_ONCE) {
		viewing->views[number]->measures = viewing->snapshot->measures;
	}
	viewing->task(viewing->context, viewing->views[number], number);
}

static void close_views(struct ra_snapshot *snapshot, struct ra_snapshot **views, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		ra_snapshot_view_close(snapshot, views[i]);
	}
	free(views);
}

/* NULL: no memory. */
static struct ra_snapshot **open_views(struct ra_snapshot *snapshot, size_t count)
{
	struct ra_snapshot **const views = calloc(count, sizeof(struct ra_snapshot *));

	for (size_t i = 0; views && i < count; i++) {
		if (!ra_snapshot_view_open(snapshot, &views[i])) {
			close_views(snapshot, views, i);
			return NULL;
		}
	}
	return views;
}

bool ra_snapshot_run_views(struct ra_snapshot *snapshot, ra_view_task *task, void *context,
	size_t count, const uint64_t *after)
{
	struct viewing viewing = {
		.snapshot = snapshot, .after = after, .task = task, .context = context};

	if (ra_tasks_threads() < 2 || !ra_snapshot_can_be_shared(snapshot) ||
		!(viewing.views = open_views(snapshot, count))) {
		return false;
	}
	ra_tasks_run_after(run_task, &viewing, count, after);
	close_views(snapshot, viewing.views, count);
	return true;
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
