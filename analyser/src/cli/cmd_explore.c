/* rdump explore FILE: look around in a dump, full screen in a terminal. */
#include "cli/cmd.h"

#include "cli/live.h"
#include "cli/options.h"
#include "explore/explore_terminal.h"
#include "query/indexed.h"
#include "store/store.h"

/* A process is another one at the next look: there is no index of it. */
static bool explore(const char *path, const char *shown, bool live,
	const struct ra_snapshot_options *options, struct ra_error *err)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_explorer explorer;
	bool good = live ? ra_store_open(path, options, &snapshot, err)
					 : ra_indexed_open(path, options, &snapshot, err);

	if (good) {
		good = ra_explorer_init(&explorer, snapshot, shown, err);
		explorer.facts.options = options;
		good = good && ra_explore_run(&explorer, err);
		ra_explorer_done(&explorer);
	}
	ra_snapshot_close(snapshot);
	return good;
}

int ra_cmd_explore(int argc, char **argv)
{
	struct ra_snapshot_options snapshot = {.measures = true};
	struct ra_live live = {0};
	const struct ra_option table[] = {
		RA_LIVE_OPTIONS(live),
		RA_SNAPSHOT_OPTIONS(snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "explore",
		.operands = "FILE | -p PID",
		.summary =
			"Looks around in a dump, full screen in a terminal: who holds the memory, the dominator "
			"tree, classes, packages, strings, findings, the call stack. Enter opens a row, Backspace "
			"goes back, / searches, s sorts, p shows the path to a value, h what holds it, ? all keys, "
			"q ends.",
		.least_operands = 0,
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
	if (!ra_live_or_file(&syntax, &live, operands[0])) {
		return RA_EXIT_USAGE;
	}
	live.thread = snapshot.dump.thread;
	live.quiet = snapshot.quiet;
	if (!ra_explore_usable(&err)) {
		return ra_error_show(live.given ? "explore" : operands[0], &err);
	}
	const char *const path = live.given ? ra_live_take(&live, &err) : operands[0];
	const char *const shown = live.given ? live.name : path;

	return path && explore(path, shown, live.given, &snapshot, &err) ? RA_EXIT_OK
																	 : ra_error_show(shown, &err);
}
