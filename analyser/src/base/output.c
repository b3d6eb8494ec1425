/* See output.h. */
#include "base/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/format.h"

bool ra_output_open(struct ra_output *output, const char *path, struct ra_error *err)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	*output = (struct ra_output){.stream = stdout, .path = path};
	if (!path) {
		output->colour = isatty(STDOUT_FILENO) && !(no_colour && *no_colour) &&
						 !(terminal && strcmp(terminal, "dumb") == 0);
		return true;
	}
	output->stream = fopen(path, "w");
	if (!output->stream) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot write: %s", strerror(errno));
	}
	return true;
}

bool ra_output_close(struct ra_output *output, struct ra_error *err)
{
	const bool flushed = fflush(output->stream) == 0 && !ferror(output->stream);
	int reason = flushed ? 0 : errno;

	if (output->path && fclose(output->stream) != 0 && reason == 0) {
		reason = errno;
	}
	output->stream = NULL;
	if (!flushed || reason != 0) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot write: %s", strerror(reason));
	}
	return true;
}

void ra_output_json(struct ra_output *output, const json_t *value, bool pretty)
{
	/* 15 digits: the shortest form of every number with that many or fewer (98.2, not
	 * 98.200000000000003) */
	const size_t flags = JSON_ESCAPE_SLASH | JSON_REAL_PRECISION(15);

	json_dumpf(value, output->stream, flags | (pretty ? JSON_INDENT(4) : JSON_COMPACT));
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
