/* Where somebody is in a dump: views, each with the pages that were opened from one another, a search, a line that is
 * typed. Keys change it; screen.h draws it. Nothing here knows of a terminal. */
#ifndef RA_EXPLORER_H
#define RA_EXPLORER_H

#include "explore/pages.h"

enum ra_key { /* beside characters, which are their code points */
	RA_KEY_UP = 0x110000,
	RA_KEY_DOWN,
	RA_KEY_LEFT,
	RA_KEY_RIGHT,
	RA_KEY_PAGE_UP,
	RA_KEY_PAGE_DOWN,
	RA_KEY_HOME,
	RA_KEY_END,
	RA_KEY_ENTER,
	RA_KEY_BACK, /* Backspace */
	RA_KEY_TAB,
	RA_KEY_BACK_TAB,
	RA_KEY_ESCAPE
};

enum {
	RA_MAX_PAGES = 64, /* of a view; then the oldest but the first is forgotten */
	RA_TYPED_BYTES = 512
};

struct ra_stack_of_pages {
	struct ra_page *pages[RA_MAX_PAGES];
	uint32_t count;
};

struct ra_explorer {
	struct ra_facts facts;
	struct ra_stack_of_pages views[RA_VIEWS];
	unsigned view;
	unsigned width;     /* of the screen */
	uint32_t page_rows; /* that it shows at once */

	uint32_t prompt; /* '/' or ':' while a line is typed; 0 */
	char typed[RA_TYPED_BYTES];
	char wanted[RA_TYPED_BYTES]; /* what was searched last */
	char *message;               /* of the last key; NULL: none */
	bool message_is_error;
	bool ended;

	/* Whether a key waits, which stops a search; may be NULL. */
	bool (*key_waits)(void *context);
	void *context;
};

/* Opens the first view. snapshot (with measures) and file must outlive it. */
bool ra_explorer_init(struct ra_explorer *explorer, struct ra_snapshot *snapshot, const char *file,
	struct ra_error *err);
void ra_explorer_done(struct ra_explorer *explorer);

/* The screen has this width, and room for so many lines of a page. */
void ra_explorer_resize(struct ra_explorer *explorer, unsigned width, uint32_t page_rows);
void ra_explorer_key(struct ra_explorer *explorer, uint32_t key);

/* The page that is looked at; its rows are listed. NULL: this view could not be made, the message says why. */
struct ra_page *ra_explorer_page(struct ra_explorer *explorer);

#endif
