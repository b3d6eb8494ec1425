/* rdump index FILE: graph and measures in a file beside the dump, so that the next question needs no walk. */
#include "cli/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/format.h"
#include "cli/options.h"
#include "query/indexed.h"
#include "walk/dump_index.h"

static bool make(const char *dump, const struct ra_snapshot_options *options, struct ra_error *err)
{
	struct ra_snapshot *snapshot = NULL;
	struct stat status;
	char *const path = ra_index_path(dump);

	if (!path) {
		return ra_fail(
			err, RA_ERR_FILE, RA_NOWHERE, "no regular file: there can be no index of it");
	}
	const bool good = ra_snapshot_open(dump, options, &snapshot, err) &&
					  ra_indexed_make(path, dump, options, snapshot, err) &&
					  stat(path, &status) == 0;

	if (good) {
		printf("%s: %s values, %s\n", path, RA_COUNT(snapshot->graph->node_count),
			RA_SIZE((uint64_t)status.st_size));
	}
	ra_snapshot_close(snapshot);
	free(path);
	return good;
}

int ra_cmd_index(int argc, char **argv)
{
	struct ra_snapshot_options options = {.measures = true};
	const struct ra_option table[] = {
		{"thread", 0, RA_OPTION_NUMBER, &options.dump.thread, "N",
			"of a core file: the Nth PHP thread (default: the first that runs PHP code)", NULL},
		{"threads", 0, RA_OPTION_NUMBER, &options.threads, "N",
			"use N threads (default: one for each processor, at most 8); the result is the same",
			NULL},
		{"quiet", 'q', RA_OPTION_FLAG, &options.quiet, NULL, "no progress line", NULL},
	};
	const struct ra_syntax syntax = {
		.command = "index",
		.operands = "FILE",
		.summary =
			"Keeps the graph of a dump in FILE.index, readable by its owner alone: show, holders, stack, "
			"tree, instances and strings then need no walk. It is made anew by the next question when the "
			"dump is another one (size, time or inode), and goes with the dump in prune; remove it to be "
			"without.",
		.least_operands = 1,
		.most_operands = 1,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	struct ra_error err = {0};
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	return make(operands[0], &options, &err) ? RA_EXIT_OK : ra_error_show(operands[0], &err);
}
