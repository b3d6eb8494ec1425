/* See output.h. */
#include "base/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "base/format.h"
#include "base/terminal.h"

enum {
	LEAST_COLUMNS = 60,
	USUAL_COLUMNS = 80,
	MAX_COLUMNS = 200
};

static unsigned terminal_columns(void)
{
	const unsigned long columns = ra_terminal_columns();

	return columns == 0              ? USUAL_COLUMNS
		   : columns < LEAST_COLUMNS ? LEAST_COLUMNS
		   : columns > MAX_COLUMNS   ? MAX_COLUMNS
									 : (unsigned)columns;
}

void ra_output_page(struct ra_output *output)
{
	FILE *const pager = output->path ? NULL : ra_terminal_pager();

	if (pager) {
		output->stream = pager;
		output->paged = true;
	}
}

bool ra_output_open(struct ra_output *output, const char *path, struct ra_error *err)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	*output = (struct ra_output){.stream = stdout, .path = path, .columns = USUAL_COLUMNS};
	if (!path) {
		output->columns = isatty(STDOUT_FILENO) ? terminal_columns() : USUAL_COLUMNS;
		output->colour = isatty(STDOUT_FILENO) && !(no_colour && *no_colour) &&
						 !(terminal && strcmp(terminal, "dumb") == 0);
		return true;
	}
	if (!ra_replacement_open(&output->file, path, err)) {
		return false;
	}
	output->stream = output->file.stream;
	return true;
}

bool ra_output_close(struct ra_output *output, struct ra_error *err)
{
	bool written;

	/* its exit status is the user's business, who may have left it before the end */
	if (output->paged) {
		ra_terminal_pager_close(output->stream);
		output->stream = NULL;
		return true;
	}
	output->failed = output->failed || ra_is_exhausted() || ra_is_input_lost();
	if (output->path) {
		written =
			ra_replacement_close(&output->file, !output->failed && err->kind == RA_ERR_NONE, err);
	} else {
		written = fflush(output->stream) == 0 && !ferror(output->stream);
		if (!written) {
			ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot write: %s", strerror(errno));
		}
	}
	output->stream = NULL;
	if (written && output->failed && err->kind == RA_ERR_NONE) {
		ra_is_input_lost() ? ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
								 "the input changed or could not be read while it was analysed")
						   : ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	return written && !output->failed;
}

bool ra_output_text_open(
	struct ra_output *output, char **text, size_t *length, struct ra_error *err)
{
	*text = NULL;
	*output = (struct ra_output){.columns = USUAL_COLUMNS};
	output->stream = open_memstream(text, length);
	return output->stream || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
}

bool ra_output_text_close(struct ra_output *output, struct ra_error *err)
{
	const bool written = !ferror(output->stream) && !output->failed;

	if (fclose(output->stream) != 0 || !written) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	output->stream = NULL;
	return true;
}

void ra_output_json(struct ra_output *output, const json_t *value, bool pretty)
{
	/* 15 digits: the shortest form of every number with that many or fewer (98.2, not
	 * 98.200000000000003) */
	const size_t flags = JSON_ESCAPE_SLASH | JSON_REAL_PRECISION(15);

	if (json_dumpf(value, output->stream, flags | (pretty ? JSON_INDENT(4) : JSON_COMPACT)) != 0) {
		output->failed = true;
	}
	fputc('\n', output->stream);
}

static void fill(struct ra_output *output, char with, size_t count)
{
	while (count-- > 0) {
		fputc(with, output->stream);
	}
}

static size_t room(const char *text, size_t columns)
{
	const size_t used = ra_text_columns(text);

	return used < columns ? columns - used : 0;
}

void ra_output_left(struct ra_output *output, const char *text, size_t columns)
{
	fputs(text, output->stream);
	fill(output, ' ', room(text, columns));
}

void ra_output_right(struct ra_output *output, const char *text, size_t columns)
{
	fill(output, ' ', room(text, columns));
	fputs(text, output->stream);
}

void ra_output_dashes(struct ra_output *output, unsigned count)
{
	fputs("  ", output->stream);
	fill(output, '-', count);
	fputc('\n', output->stream);
}

void ra_output_rule(struct ra_output *output, unsigned count)
{
	fill(output, '=', count);
	fputc('\n', output->stream);
}
