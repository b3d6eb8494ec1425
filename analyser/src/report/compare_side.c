/* One input of a comparison: a dump or a saved report. See compare.h. */
#include "report/compare.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/available.h"
#include "base/progress.h"
#include "base/tasks.h"
#include "memory/input_format.h"
#include "report/out_report.h"
#include "report/report.h"
#include "store/store.h"

/* True when the file begins like a dump; also when it cannot be read: the dump's reader then says
 * why. */
static bool looks_like_dump(const char *path)
{
	char begin[RA_INPUT_BYTES];
	struct stat status;
	FILE *file;
	size_t got;

	/* from a pipe come dumps: a look at its beginning would take that away */
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
		return true;
	}
	file = fopen(path, "rb");
	if (!file) {
		return true;
	}
	got = fread(begin, 1, sizeof(begin), file);
	fclose(file);
	return got > 0 && ra_input_format(begin, got)->input != RA_INPUT_REPORT;
}

static bool open_dump(const char *path, const struct ra_snapshot_options *options,
	bool keep_snapshot, struct ra_side *side, struct ra_error *err)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;

	if (!ra_store_open(path, options, &snapshot, err)) {
		return false;
	}
	if (ra_report_make(snapshot, &report, err)) {
		side->report = ra_report_json(report);
		if (!side->report) {
			ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
		}
	}
	ra_report_free(report);
	if (keep_snapshot && side->report) {
		side->snapshot = snapshot;
	} else {
		ra_snapshot_close(snapshot);
	}
	return side->report != NULL;
}

static bool open_report(const char *path, struct ra_side *side, struct ra_error *err)
{
	json_error_t error;
	json_t *report = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (!report) {
		return ra_fail(err, RA_ERR_FORMAT, error.position < 0 ? 0 : (uint64_t)error.position,
			"neither a dump nor a report in JSON: %s", error.text);
	}
	if (!json_is_object(json_object_get(report, "meta")) ||
		!json_is_array(json_object_get(report, "findings"))) {
		json_decref(report);
		return ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE,
			"not a report: it has no \"meta\" and \"findings\" (rdump report -f report-json)");
	}
	side->report = report;
	return true;
}

bool ra_side_open(const char *path, const struct ra_snapshot_options *options, bool keep_snapshot,
	struct ra_side *side, struct ra_error *err)
{
	*side = (struct ra_side){.path = path};
	return looks_like_dump(path) ? open_dump(path, options, keep_snapshot, side, err)
								 : open_report(path, side, err);
}

/* ---- both at once ---- */

#define MEMORY_PER_BYTE 2u /* of a dump's file, its own pages included */

struct pair {
	char *const *paths;
	struct ra_snapshot_options options[2];
	bool keep_snapshots;
	struct ra_side **sides;
	struct ra_error errors[2];
	bool opened[2];
};

static void open_one(void *context, size_t number)
{
	struct pair *const pair = context;

	pair->opened[number] = ra_side_open(pair->paths[number], &pair->options[number],
		pair->keep_snapshots, pair->sides[number], &pair->errors[number]);
}

/* Two dumps in files, for which there is memory at the same time. */
static bool can_be_read_together(char *const paths[2])
{
	uint64_t bytes = 0;

	for (int i = 0; i < 2; i++) {
		struct stat status;

		if (stat(paths[i], &status) != 0 || !S_ISREG(status.st_mode) ||
			!looks_like_dump(paths[i])) {
			return false;
		}
		bytes += (uint64_t)status.st_size;
	}
	return bytes < ra_available_bytes() / MEMORY_PER_BYTE;
}

bool ra_sides_open(char *const paths[2], const struct ra_snapshot_options *options,
	bool keep_snapshots, struct ra_side *sides[2], const char **about, struct ra_error *err)
{
	struct pair pair = {.paths = paths,
		.options = {*options, *options},
		.keep_snapshots = keep_snapshots,
		.sides = sides};

	if (options->target_run_id) {
		pair.options[1].run_id = options->target_run_id;
	}

	ra_tasks_limit(options->threads < UINT_MAX ? (unsigned)options->threads : UINT_MAX);
	if (ra_tasks_threads() < 2 || !can_be_read_together(paths)) {
		*about = paths[0];
		if (!ra_side_open(paths[0], &pair.options[0], keep_snapshots, sides[0], err)) {
			return false;
		}
		*about = paths[1];
		return ra_side_open(paths[1], &pair.options[1], keep_snapshots, sides[1], err);
	}
	pair.options[0].quiet = pair.options[1].quiet = true; /* one line for both */
	ra_progress_start(options->quiet);
	ra_tasks_run(open_one, &pair, 2);
	if (!options->quiet) {
		ra_progress_end();
	}
	for (int i = 0; i < 2; i++) {
		if (!pair.opened[i]) {
			*about = paths[i];
			*err = pair.errors[i];
			return false;
		}
	}
	return true;
}

void ra_side_close(struct ra_side *side)
{
	json_decref(side->report);
	ra_snapshot_close(side->snapshot);
	*side = (struct ra_side){0};
}
