/* See export.h. */
#include "export/export.h"

#include <stdio.h>
#include <string.h>

#include "export/formats.h"

#define ANSWERS     RA_OF_ANSWERS
#define REPORTS     RA_OF_REPORTS
#define COMPARISONS RA_OF_COMPARISONS
#define GRAPHS      RA_OF_GRAPHS

/* Of each kind of result the first is the default. */
const struct ra_output_format ra_output_formats[] = {
	{"report", REPORTS | COMPARISONS, RA_FORM_TEXT, NULL, false, NULL},
	{"text", REPORTS | COMPARISONS | ANSWERS, RA_FORM_TEXT, NULL, false, NULL},
	{"report-json", REPORTS | COMPARISONS, RA_FORM_JSON, NULL, false, NULL},
	{"json", REPORTS | COMPARISONS | ANSWERS, RA_FORM_JSON, NULL, false, NULL},
	{"html", REPORTS, RA_FORM_HTML, NULL, false, NULL},
	{"heapsnapshot", GRAPHS, RA_FORM_GRAPH, "DevTools, VS Code, memlab", false,
		ra_export_heapsnapshot},
	{"pprof", GRAPHS, RA_FORM_GRAPH, "go tool pprof, Pyroscope, speedscope", true, ra_export_pprof},
	{"folded", GRAPHS, RA_FORM_GRAPH, "flame graphs", false, ra_export_folded},
	{"rmem", GRAPHS, RA_FORM_GRAPH, "reli", true, ra_export_rmem},
	{"sqlite", GRAPHS, RA_FORM_GRAPH, "SQL, reli", true, ra_export_sqlite},
	{"meminfo", GRAPHS, RA_FORM_GRAPH, "php-meminfo", false, ra_export_meminfo},
};
const uint32_t ra_output_format_count = sizeof(ra_output_formats) / sizeof(ra_output_formats[0]);

const struct ra_output_format *ra_output_format_find(const char *name, unsigned of)
{
	if (of == GRAPHS && strcmp(name, "binary") == 0) { /* what reli called it before */
		name = "rmem";
	}
	if (of == GRAPHS && strcmp(name, "sqlite3") == 0) {
		name = "sqlite";
	}
	for (uint32_t i = 0; i < ra_output_format_count; i++) {
		if (ra_output_formats[i].of & of && strcmp(ra_output_formats[i].name, name) == 0) {
			return &ra_output_formats[i];
		}
	}
	return NULL;
}

#define NAMES_BYTES 512

/* Behind the names so far; what does not fit any more is cut off. */
static void add(char *names, const char *text)
{
	const size_t used = strlen(names);

	snprintf(names + used, NAMES_BYTES - used, "%s", text);
}

const char *ra_output_format_names(unsigned of)
{
	static char texts[GRAPHS + 1][NAMES_BYTES];
	char *const names = texts[of <= GRAPHS ? of : 0];
	const struct ra_output_format *before = NULL;
	bool first = true; /* of the forms */

	if (*names) {
		return names;
	}
	for (uint32_t i = 0; i < ra_output_format_count; i++) {
		const struct ra_output_format *const row = &ra_output_formats[i];
		const bool again = before && row->form == before->form && row->form != RA_FORM_GRAPH;

		if (!(row->of & of)) {
			continue;
		}
		if (before && !again) {
			add(names, first && before->form != RA_FORM_GRAPH ? " (the default), " : ", ");
			first = false;
		}
		add(names, again ? " or " : "");
		add(names, row->name);
		if (row->opens) {
			add(names, " (");
			add(names, row->opens);
			add(names, ")");
		}
		before = row;
	}
	return names;
}
