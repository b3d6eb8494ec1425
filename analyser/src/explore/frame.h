/* What is to stand on the screen: pieces of text with a place and a style. A terminal shows it, a test reads it. Every text
 * goes through ra_frame_put(), which lets no control character and, without Unicode, nothing but ASCII pass. */
#ifndef RA_FRAME_H
#define RA_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/format.h"

enum ra_style {
	RA_STYLE_PLAIN,
	RA_STYLE_BOLD,
	RA_STYLE_DIM,
	RA_STYLE_BAND,     /* a line across the screen that is set off */
	RA_STYLE_SELECTED, /* the row that keys are about */
	RA_STYLE_BAR,
	RA_STYLE_ALERT,
	RA_STYLE_WARNING,
	RA_STYLES
};

struct ra_piece {
	unsigned row, column;
	enum ra_style style;
	char *text; /* clean; it ends before the right edge */
};

struct ra_frame {
	unsigned rows, columns;
	bool unicode;
	struct ra_piece *pieces; /* a later one covers an earlier one */
	uint32_t count;
	unsigned cursor_column; /* of the last row, while something is typed */
	bool typing;
	bool failed; /* no memory for a piece */
};

void ra_frame_init(struct ra_frame *frame, unsigned rows, unsigned columns, bool unicode);
void ra_frame_done(struct ra_frame *frame);

/* At most `width` columns of the text from that place on, cut as told. What does not fit on the frame is left out. */
void ra_frame_put(struct ra_frame *frame, unsigned row, unsigned column, unsigned width,
	enum ra_style style, enum ra_cut cut, const char *text);
/* The same at the right end of the width. */
void ra_frame_right(struct ra_frame *frame, unsigned row, unsigned column, unsigned width,
	enum ra_style style, const char *text);
/* A whole line of blanks. */
void ra_frame_blank(struct ra_frame *frame, unsigned row, enum ra_style style);
/* A bar of `width` columns of which part / whole is filled. */
void ra_frame_bar(struct ra_frame *frame, unsigned row, unsigned column, unsigned width,
	enum ra_style style, uint64_t part, uint64_t whole);

#endif
