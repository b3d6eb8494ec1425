/* Command lines as tables: each command lists its options once, and parsing, --help and the usage
 * line follow from that. Options may stand before and after operands; `--` ends them; long names
 * may be cut short as long as they are unambiguous. */
#ifndef RA_OPTIONS_H
#define RA_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum ra_option_kind {
	RA_OPTION_FLAG,   /* bool: becomes true */
	RA_OPTION_TEXT,   /* const char *: the argument */
	RA_OPTION_NUMBER, /* uint64_t: decimal, or hex with 0x */
};

struct ra_option {
	const char *name; /* long name without dashes */
	char letter;      /* short name, or 0 */
	enum ra_option_kind kind;
	void *value;
	const char *argument; /* as shown in the help: "FILE"; NULL for flags */
	const char *help;     /* may hold several lines; NULL: accepted, but not listed */
	bool *given;          /* set when the option was there; may be NULL */
};

struct ra_syntax {
	const char *command;  /* "report" */
	const char *operands; /* as shown in the usage line: "FILE" */
	const char *summary;  /* what the command does: for --help; wrapped when shown */
	int least_operands;
	int most_operands;
	const struct ra_option *options;
	size_t option_count;
};

/* Fills the values of the options (NULL for `--output=-`: standard output) and returns the operands, as many as the syntax allows; argv is
 * reordered for that. NULL when the command ends here, with *status: --help, which is understood
 * without being listed, was answered, or what is wrong was said. */
char **ra_options_parse(const struct ra_syntax *syntax, int argc, char **argv, int *status);

/* For mistakes that only the command can see: prints `rdump: MESSAGE` and the usage line, and
 * returns RA_EXIT_USAGE. */
int ra_usage_error(const struct ra_syntax *syntax, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The options of every command that opens a dump. */
#define RA_SNAPSHOT_OPTIONS(options)                                                                 \
	{"salvage", 0, RA_OPTION_FLAG, &(options).dump.salvage, NULL,                                    \
		"analyse what is there of a truncated file", NULL},                                          \
		{"thread", 0, RA_OPTION_NUMBER, &(options).dump.thread, "N",                                 \
			"of a core file or process: the Nth PHP thread (default: the first that runs PHP code)", \
			NULL},                                                                                   \
		{"run-id", 0, RA_OPTION_NUMBER, &(options).run_id, "ID",                                     \
			"of a SQLite file with several graphs: this one (default 1)", NULL},                     \
		{"dependency-root", 0, RA_OPTION_TEXT, &(options).space.dependency_root, "DIR",              \
			"look for the binaries of the dumped process below DIR", NULL},                          \
		{"threads", 0, RA_OPTION_NUMBER, &(options).threads, "N",                                    \
			"use N threads (default: one for each processor, at most 8); the result is the same",    \
			NULL},                                                                                   \
		{"no-binaries", 0, RA_OPTION_FLAG, &(options).space.no_files, NULL,                          \
			"never read binaries from disk", NULL},                                                  \
	{                                                                                                \
		"quiet", 'q', RA_OPTION_FLAG, &(options).quiet, NULL, "no progress line", NULL               \
	}

/* Whether `output` (NULL: standard output) is none of the inputs; says so otherwise. Asked before anything is read. */
bool ra_output_is_no_input(const char *output, char *const *inputs, size_t input_count);

/* Whether the text is one of the words, which have a blank between them. */
bool ra_is_one_of(const char *text, const char *words);

/* Prints `rdump: PATH: MESSAGE` with the place, if any, to stderr and returns the exit status for
 * it. */
int ra_error_show(const char *path, const struct ra_error *err);

#endif
