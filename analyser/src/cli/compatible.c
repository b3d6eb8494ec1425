/* See compatible.h. Each old command is one of ours; what is different are names, formats that this program does not
 * write, and options that tune how it worked. */
#include "cli/compatible.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "export/export.h"

static const struct {
	const char *old;
	const char *name;
	bool formats; /* -f may ask for a graph file: then it is export */
} commands[] = {
	{"inspector:memory:report", "report", false},
	{"inspector:memory:compare", "compare", false},
	{"inspector:memory:analyze", "report", true},
	{"inspector:memory:dump:inspect", "inspect", false},
	{"inspector:memory:dump", "capture", false},
	{"inspector:memory", "report", true},
	{"rmem:query", "show", false},
};

enum argument {
	NOTHING,
	ATTACHED,
	CHOICE
};

/* How the other program worked: there is nothing of it here. */
static const struct {
	const char *name;
	enum argument argument;
} tuning[] = {
	{"--memory-limit", ATTACHED},
	{"--ffi-csr", NOTHING},
	{"--no-ffi-csr", NOTHING},
	{"--link-cache", CHOICE},
	{"--substrate-bulk-fetch-chunk", ATTACHED},
	{"--report-workers", ATTACHED},
	{"--mmap-size", ATTACHED},
	{"--prefetch", NOTHING},
	{"--no-prefetch", NOTHING},
	{"--no-derived-cache", NOTHING},
	{"--rebuild-derived-cache", NOTHING},
	{"--stop-process", NOTHING},
};

/* How a report is printed and made; what else answers to an old command has one way. */
static const char *const of_reports[] = {
	"--pretty-print",
	"--no-pretty-print",
	"--full-analysis",
	"--no-full-analysis",
};

static int refuse(const char *message, const char *what)
{
	fprintf(stderr, "rdump: %s%s\n", what, message);
	return RA_EXIT_USAGE;
}

/* The number of words that the option takes: 0, it is none of these. *status: what is wrong with it. */
static int tuning_words(int argc, char **argv, int at, int *status)
{
	for (size_t i = 0; i < sizeof(tuning) / sizeof(tuning[0]); i++) {
		const size_t length = strlen(tuning[i].name);
		const char *const rest = argv[at] + length;
		const char *value;

		if (strncmp(argv[at], tuning[i].name, length) != 0 || (*rest != '\0' && *rest != '=')) {
			continue;
		}
		if (tuning[i].argument == NOTHING) {
			return 1;
		}
		value = *rest == '=' ? rest + 1 : at + 1 < argc ? argv[at + 1] : "";
		if (tuning[i].argument == CHOICE && strcmp(value, "auto") != 0 &&
			strcmp(value, "eager") != 0 && strcmp(value, "lazy") != 0) {
			*status = refuse(": auto, eager or lazy is meant", "--link-cache");
		}
		return *rest == '=' || at + 1 == argc ? 1 : 2;
	}
	return 0;
}

static bool is_of_reports(const char *word)
{
	for (size_t i = 0; i < sizeof(of_reports) / sizeof(of_reports[0]); i++) {
		if (strcmp(word, of_reports[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* The value of -f in whichever way it is written; NULL: it is not this word. */
static const char *format_in(int argc, char **argv, int at)
{
	const char *const word = argv[at];

	if (strncmp(word, "--output-format=", 16) == 0) {
		return word + 16;
	}
	if (strcmp(word, "-f") == 0 || strcmp(word, "--output-format") == 0) {
		return at + 1 < argc ? argv[at + 1] : NULL;
	}
	return strncmp(word, "-f", 2) == 0 && word[2] ? word + 2 : NULL;
}

/* Formats that are no file. */
static int check_format(const char *format)
{
	static const char *const servers[] = {"mysql", "postgresql"};

	for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
		if (strcmp(format, servers[i]) == 0) {
			return refuse(
				": there is no writing into a database server; -f sqlite writes the same tables to a file",
				format);
		}
	}
	return -1;
}

/* What answers in the place of the old command: a graph file comes from export. *status: what is wrong with a format. */
static const char *name_of(size_t command, int argc, char **argv, int *status)
{
	const char *name = commands[command].name;

	for (int i = 1; i < argc && commands[command].formats && *status < 0; i++) {
		const char *const format = format_in(argc, argv, i);

		if (format && ra_output_format_find(format, RA_OF_GRAPHS)) {
			name = "export";
		} else if (format) {
			*status = check_format(format);
		}
	}
	return name;
}

/* The formats of values have shorter names than those of reports. */
static char *format_of_values(const char *format)
{
	static char json[] = "-fjson", text[] = "-ftext";

	return strcmp(format, "report-json") == 0 ? json : strcmp(format, "report") == 0 ? text : NULL;
}

bool ra_compatible(int *argc, char **argv, int *status)
{
	size_t command = 0;
	int kept = 1;

	*status = -1;
	while (command < sizeof(commands) / sizeof(commands[0]) &&
		   strcmp(argv[0], commands[command].old) != 0) {
		command++;
	}
	if (command == sizeof(commands) / sizeof(commands[0])) {
		return false;
	}
	argv[0] = (char *)name_of(command, *argc, argv, status);
	const bool report = strcmp(argv[0], "report") == 0 || strcmp(argv[0], "compare") == 0;
	const bool values = strcmp(argv[0], "show") == 0;

	for (int i = 1; i < *argc && *status < 0;) {
		const int words = tuning_words(*argc, argv, i, status);
		const char *const format = values ? format_in(*argc, argv, i) : NULL;
		char *const instead = format ? format_of_values(format) : NULL;

		if (words > 0) {
			i += words;
		} else if (!report && is_of_reports(argv[i])) {
			i++;
		} else if (instead) {
			i += format == argv[i + 1] ? 2 : 1;
			argv[kept++] = instead;
		} else {
			argv[kept++] = argv[i++];
		}
	}
	*argc = kept;
	argv[kept] = NULL;
	return true;
}
