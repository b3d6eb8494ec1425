/* Where the characters go: stdout or a file; errors of writing are errors. */
#ifndef RA_OUTPUT_H
#define RA_OUTPUT_H

#include <jansson.h>
#include <stdio.h>

#include "base/error.h"
#include "base/replace.h"

struct ra_output {
	FILE *stream;
	const char *path; /* NULL: stdout */
	bool colour;      /* a terminal, and NO_COLOR is not set */
	unsigned columns; /* of the terminal, 60 to 200; 80 where there is none */
	bool paged;       /* the stream leads to a pager */
	bool failed;      /* something could not be made or written; ra_output_close() says so */
	struct ra_replacement file; /* where there is a path */
};

bool ra_output_open(struct ra_output *output, const char *path, struct ra_error *err);
/* Into memory instead: *text, of *length bytes and ended by NUL, is there after ra_output_text_close() and the caller's to
 * free in any case. */
bool ra_output_text_open(
	struct ra_output *output, char **text, size_t *length, struct ra_error *err);
bool ra_output_text_close(struct ra_output *output, struct ra_error *err);
/* From here on through a pager, as git does it: only when the output is a terminal; $PAGER, or less
 * with the options FRX when LESS is not set. PAGER=cat or an empty one: none. Where it cannot be
 * started the output stays as it is. */
void ra_output_page(struct ra_output *output);
/* Flushes, waits for the pager; a file takes its place when all of it was written and `err` holds no error yet. False
 * when anything could not be written. */
bool ra_output_close(struct ra_output *output, struct ra_error *err);

/* Writes a value as JSON with a newline: four spaces of indentation or one line, slashes
 * escaped. */
void ra_output_json(struct ra_output *output, const json_t *value, bool pretty);

/* Text in a column of at least this many characters. */
void ra_output_left(struct ra_output *output, const char *text, size_t columns);
void ra_output_right(struct ra_output *output, const char *text, size_t columns);
/* Two spaces and this many dashes on a line. */
void ra_output_dashes(struct ra_output *output, unsigned count);
/* This many `=` on a line. */
void ra_output_rule(struct ra_output *output, unsigned count);

#endif
