/* See store.h. */
#include "store/store.h"

#include <limits.h>
#include <stdlib.h>

#include "base/progress.h"
#include "base/tasks.h"
#include "memory/input_format.h"
#include "memory/source_file.h"
#include "store/rmem_file.h"
#include "store/saved_graph.h"
#include "store/sqlite_file.h"

static enum ra_input input_of(struct ra_source *source)
{
	uint8_t begin[RA_INPUT_BYTES];
	const size_t length =
		source->size_bytes < sizeof(begin) ? (size_t)source->size_bytes : sizeof(begin);

	return length > 0 && ra_source_get(source, 0, begin, length, NULL)
			   ? ra_input_format(begin, length)->input
			   : RA_INPUT_UNKNOWN;
}

static bool is_saved(enum ra_input input)
{
	return input == RA_INPUT_RMEM || input == RA_INPUT_SQLITE;
}

static void close_saved(void *saved)
{
	ra_saved_graph_free(saved);
}

static bool read_saved(struct ra_source *source, enum ra_input input,
	const struct ra_snapshot_options *options, struct ra_snapshot *snapshot, struct ra_error *err)
{
	struct ra_saved_graph *const saved = calloc(1, sizeof(*saved));

	if (!saved) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the saved graph");
	}
	snapshot->saved = saved;
	snapshot->saved_close = close_saved;
	ra_saved_reader_init(&snapshot->reader, saved);
	ra_progress_stage("reading the file");
	bool done =
		(input == RA_INPUT_SQLITE ? ra_sqlite_read(source, options->run_id, &saved->rows, err)
								  : ra_rmem_read(source, &saved->rows, err)) &&
		ra_saved_check(&saved->rows, err);

	ra_progress_stage("building the graph");
	done = done && ra_saved_graph_make(saved, err);
	snapshot->graph = saved->graph;
	snapshot->tally = saved->tally;
	snapshot->heap = saved->heap;
	snapshot->note = saved->note;
	return done && ra_snapshot_plan_measures(snapshot, options, err);
}

/* The source is the caller's. */
static bool open_saved(struct ra_source *source, enum ra_input input,
	const struct ra_snapshot_options *options, struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_snapshot *const snapshot = calloc(1, sizeof(*snapshot));

	if (!snapshot) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the snapshot");
	}
	snapshot->hide_contents = options->hide_contents;
	ra_tasks_limit(options->threads < UINT_MAX ? (unsigned)options->threads : UINT_MAX);
	if (!options->quiet) {
		ra_progress_start(false);
	}
	const bool done = read_saved(source, input, options, snapshot, err);

	if (!options->quiet) {
		ra_progress_end();
	}
	if (!done) {
		ra_snapshot_close(snapshot);
		return false;
	}
	*out = snapshot;
	return true;
}

bool ra_store_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_source *source;

	if (!ra_source_open(path, options->dump.window_bytes, &source, err)) {
		return false;
	}
	const enum ra_input input = input_of(source);

	if (!is_saved(input)) {
		return ra_snapshot_read(source, options, out, err);
	}
	const bool done = open_saved(source, input, options, out, err);

	ra_source_close(source);
	return done;
}

bool ra_store_parse(const uint8_t *bytes, uint64_t length,
	const struct ra_snapshot_options *options, struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_source *source;

	if (!ra_source_of_memory(bytes, length, &source, err)) {
		return false;
	}
	const enum ra_input input = input_of(source);
	const bool done = is_saved(input)
						  ? open_saved(source, input, options, out, err)
						  : ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE, "the bytes are no saved graph");

	ra_source_close(source);
	return done;
}
