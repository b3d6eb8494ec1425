/* See out_known.h. */
#include "report/out_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum {
	COLUMNS = 78,
	INDENT = 13 /* "      known: " */
};

/* The report may be of anybody. */
static void print_line(struct ra_output *output, const char *label, const json_t *text)
{
	const char *const bytes = json_string_value(text);
	char *const clean = bytes ? ra_text_clean(bytes, strlen(bytes)) : NULL;
	char *const cut = clean ? ra_text_cut(clean, COLUMNS - INDENT, RA_CUT_END) : NULL;

	if (cut) {
		fprintf(output->stream, "      %-6s %s\n", label, cut);
	}
	free(clean);
	free(cut);
}

void ra_out_known(struct ra_output *output, const json_t *row, const char **said)
{
	const json_t *const known = json_object_get(row, "known");
	const char *const what = json_string_value(json_object_get(known, "what"));

	if (!what || (*said && strcmp(*said, what) == 0)) {
		return;
	}
	*said = what;
	print_line(output, "known:", json_object_get(known, "what"));
	print_line(output, "cure:", json_object_get(known, "cure"));
}
