/* How results are written: the option -f; what report and compare share; and options of other tools
 * that have no meaning here and are accepted so that scripts keep working. */
#ifndef RA_REPORT_OPTIONS_H
#define RA_REPORT_OPTIONS_H

#include "cli/options.h"
#include "export/export.h"
#include "walk/snapshot.h"

struct ra_report_options {
	struct ra_snapshot_options snapshot;
	const char *format;
	const char *output;
	bool pretty; /* the default, so never read */
	bool no_pretty;
	bool full;
	bool no_full;
	bool ignored_flag;
	const char *ignored_text;
};

#define RA_IGNORED_FLAG(options, name)                                                             \
	{name, 0, RA_OPTION_FLAG, &(options).ignored_flag, NULL, NULL, NULL}
#define RA_IGNORED_TEXT(options, name)                                                             \
	{name, 0, RA_OPTION_TEXT, &(options).ignored_text, "VALUE", NULL, NULL}

/* Rows of an option table; options without help are not listed in it. */
#define RA_FORMAT_OPTION(word, of)                                                                 \
	{"output-format", 'f', RA_OPTION_TEXT, &(word), "FORMAT", ra_output_format_names(of), NULL}
#define RA_REPORT_OPTIONS(options, of)                                                             \
	RA_FORMAT_OPTION((options).format, of),                                                        \
		{"output", 'o', RA_OPTION_TEXT, &(options).output, "PATH",                                 \
			"write to PATH instead of standard output", NULL},                                     \
		{"no-pretty-print", 0, RA_OPTION_FLAG, &(options).no_pretty, NULL, "JSON on one line",     \
			NULL},                                                                                 \
		{"pretty-print", 0, RA_OPTION_FLAG, &(options).pretty, NULL,                               \
			"JSON with indentation (the default)", NULL},                                          \
		{"full-analysis", 0, RA_OPTION_FLAG, &(options).full, NULL,                                \
			"all findings whatever the size of the dump (the default)", NULL},                     \
		{"no-full-analysis", 0, RA_OPTION_FLAG, &(options).no_full, NULL,                          \
			"leave out what needs exact sizes when the graph has 500,000 edges or more", NULL},    \
		RA_IGNORED_TEXT(options, "memory-limit"), RA_IGNORED_FLAG(options, "ffi-csr"),             \
		RA_IGNORED_FLAG(options, "no-ffi-csr"), RA_IGNORED_TEXT(options, "link-cache"),            \
		RA_IGNORED_TEXT(options, "substrate-bulk-fetch-chunk"),                                    \
		RA_IGNORED_TEXT(options, "report-workers"), RA_IGNORED_TEXT(options, "mmap-size"),         \
		RA_IGNORED_FLAG(options, "prefetch"), RA_IGNORED_FLAG(options, "no-prefetch"),             \
		RA_IGNORED_FLAG(options, "no-derived-cache"), RA_IGNORED_FLAG(options, "derived-cache"),   \
		RA_IGNORED_FLAG(options, "rebuild-derived-cache"),                                         \
		RA_IGNORED_FLAG(options, "no-rebuild-derived-cache")

/* What the word for -f means for what is written (RA_OF_...). False: nothing, which was said. */
bool ra_form_of(const struct ra_syntax *syntax, const char *word, unsigned of, enum ra_form *form);

#endif
