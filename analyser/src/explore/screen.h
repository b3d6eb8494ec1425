/* Draws an explorer onto a frame: header, views, the page, what the row is about, keys. */
#ifndef RA_SCREEN_H
#define RA_SCREEN_H

#include "explore/explorer.h"

enum {
	RA_LEAST_COLUMNS = 24, /* on less there is only a line that says so */
	RA_LEAST_ROWS = 5
};

/* The frame is empty, and has the size of the screen. Moves the page so that its cursor is seen. */
void ra_screen_draw(struct ra_explorer *explorer, struct ra_frame *frame);

#endif
