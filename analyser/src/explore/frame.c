/* See frame.h. */
#include "explore/frame.h"

#include <stdlib.h>
#include <string.h>

enum {
	LEAST_CUT = 4 /* columns that ra_text_cut() needs */
};

void ra_frame_init(struct ra_frame *frame, unsigned rows, unsigned columns, bool unicode)
{
	*frame = (struct ra_frame){.rows = rows, .columns = columns, .unicode = unicode};
}

void ra_frame_done(struct ra_frame *frame)
{
	for (uint32_t i = 0; i < frame->count; i++) {
		free(frame->pieces[i].text);
	}
	free(frame->pieces);
	*frame = (struct ra_frame){.rows = frame->rows};
}

/* Takes the text; NULL: no memory. */
static void add(
	struct ra_frame *frame, unsigned row, unsigned column, enum ra_style style, char *text)
{
	struct ra_piece *grown = frame->pieces;

	if ((frame->count & (frame->count - 1)) == 0) { /* room grows by powers of two */
		grown = reallocarray(grown, (size_t)frame->count * 2 + 1, sizeof(*grown));
	}
	if (!text || !grown) {
		free(text);
		frame->failed = true;
		frame->pieces = grown ? grown : frame->pieces;
		return;
	}
	frame->pieces = grown;
	grown[frame->count++] = (struct ra_piece){row, column, style, text};
}

/* Clean text where nothing but ASCII can be shown: a question mark for each column of anything else. In place. */
static void only_ascii(char *text)
{
	char *to = text;

	for (const char *at = text; *at;) {
		if ((unsigned char)*at < 0x80) {
			*to++ = *at++;
			continue;
		}
		char one[5] = {0};
		size_t length = 0;

		do {
			one[length++] = at[0];
			at++;
		} while (length < 4 && ((unsigned char)*at & 0xc0) == 0x80);
		for (size_t columns = ra_text_columns(one); columns > 0; columns--) {
			*to++ = '?'; /* two columns at most, of three bytes at least */
		}
	}
	*to = '\0';
}

/* As it is put on the screen, at most `width` columns. Owned by the caller; NULL: no memory. */
static char *shown(const struct ra_frame *frame, const char *text, unsigned width, enum ra_cut cut)
{
	char *const clean = ra_text_clean(text, strlen(text));
	char *fitting;

	if (!clean || ra_text_columns(clean) <= width) {
		fitting = clean;
	} else {
		fitting = width < LEAST_CUT ? strdup("") : ra_text_cut(clean, width, cut);
		free(clean);
	}
	if (fitting && !frame->unicode) {
		only_ascii(fitting);
	}
	return fitting;
}

static unsigned room_at(const struct ra_frame *frame, unsigned row, unsigned column, unsigned width)
{
	if (row >= frame->rows || column >= frame->columns) {
		return 0;
	}
	return width < frame->columns - column ? width : frame->columns - column;
}

void ra_frame_put(struct ra_frame *frame, unsigned row, unsigned column, unsigned width,
	enum ra_style style, enum ra_cut cut, const char *text)
{
	const unsigned room = room_at(frame, row, column, width);

	if (room > 0) {
		add(frame, row, column, style, shown(frame, text, room, cut));
	}
}

void ra_frame_right(struct ra_frame *frame, unsigned row, unsigned column, unsigned width,
	enum ra_style style, const char *text)
{
	const unsigned room = room_at(frame, row, column, width);

	if (room == width && room > 0) {
		char *const fitting = shown(frame, text, room, RA_CUT_END);
		const size_t columns = fitting ? ra_text_columns(fitting) : 0;

		add(frame, row, column + room - (unsigned)columns, style, fitting);
	}
}

void ra_frame_blank(struct ra_frame *frame, unsigned row, enum ra_style style)
{
	if (row < frame->rows) {
		add(frame, row, 0, style, ra_text_printf("%*s", (int)frame->columns, ""));
	}
}

void ra_frame_bar(struct ra_frame *frame, unsigned row, unsigned column, unsigned width,
	enum ra_style style, uint64_t part, uint64_t whole)
{
	const unsigned room = room_at(frame, row, column, width);
	struct ra_buffer bar = {0};

	if (room < width || whole == 0) {
		return;
	}
	/* halves of a column where there is a sign for them */
	const double share = part < whole ? (double)part / (double)whole : 1.0;
	const unsigned halves = (unsigned)(share * 2 * width + 0.5);

	for (unsigned i = 0; i < halves / 2; i++) {
		ra_buffer_text(&bar, frame->unicode ? "\xe2\x96\x88" : "#");
	}
	if (halves % 2 != 0) {
		ra_buffer_text(&bar, frame->unicode ? "\xe2\x96\x8c" : "");
	}
	add(frame, row, column, style, ra_buffer_take(&bar));
}
