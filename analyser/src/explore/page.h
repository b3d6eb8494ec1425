/* A page: one list of rows about one subject. Its rows are texts only while they are looked at, so a list may have
 * millions. Nothing here knows of a terminal. */
#ifndef RA_PAGE_H
#define RA_PAGE_H

#include "explore/facts.h"
#include "explore/frame.h"
#include "query/look.h"

enum ra_page_name {
	/* the views, in the order of their keys */
	RA_PAGE_HOLDERS,
	RA_PAGE_TREE,
	RA_PAGE_CLASSES,
	RA_PAGE_PACKAGES,
	RA_PAGE_STRINGS,
	RA_PAGE_FINDINGS,
	RA_PAGE_STACK,
	RA_VIEWS,

	RA_PAGE_VALUE = RA_VIEWS, /* what a value is and refers to */
	RA_PAGE_VALUES,           /* a set of them */
	RA_PAGE_REFERRERS,        /* what refers to a value */
	RA_PAGE_GROUPS,           /* what refers to a set of values */
	RA_PAGE_PATH,             /* how a value is reached */
	RA_PAGE_FINDING,
	RA_PAGE_HELP,
	RA_PAGES
};

struct ra_subject { /* which page, and what of */
	enum ra_page_name page;
	ra_node node;        /* of a page about one value */
	uint32_t number;     /* of a finding, or a package's row; RA_NO_CLASS: none */
	struct ra_found set; /* of a page about a set; owned */
	char *title;         /* likewise, owned */
};

struct ra_row {
	bool is_text; /* a line of text in `name`, across the page */
	bool has_bytes, has_number;
	bool has_no_share; /* others hold it as well */
	uint64_t bytes, number;
	char mark; /* in front of the name; 0: none */
	enum ra_style style;
	char *name, *value; /* owned; NULL: none */
};

struct ra_columns { /* titles; NULL: the page has no such column */
	const char *bytes, *number, *name, *value;
	bool number_is_bytes;    /* shown where there is much room */
	unsigned number_columns; /* 0: ten */
	unsigned name_share;     /* of the room of name and value, in percent */
	bool name_is_content;    /* its end matters less than its beginning */
};

enum {
	RA_DETAIL_LINES = 2,
	RA_MAX_ORDERS = 4
};

struct ra_page;

struct ra_page_kind {
	const char *view; /* what a view is called in the line of views; NULL: no view */
	struct ra_columns columns;
	const char *orders[RA_MAX_ORDERS + 1]; /* what rows can be sorted by, the first by default */
	bool of_value;                         /* shares are of what the page's value retains */

	/* Lists the rows in page->order; count and rows are set. */
	bool (*make)(struct ra_facts *facts, struct ra_page *page, struct ra_error *err);
	void (*drop)(struct ra_page *page);
	void (*row)(
		struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row);
	/* Where Enter leads; false: nowhere (or no memory: *err says so then). */
	bool (*open)(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
		struct ra_subject *out, struct ra_error *err);
	/* The value that a row is about; RA_NO_NODE: none. May be NULL. */
	ra_node (*node)(const struct ra_facts *facts, const struct ra_page *page, uint32_t number);
	/* Two lines about a row, owned by the caller; may be NULL: those about its value. */
	void (*detail)(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
		char *lines[RA_DETAIL_LINES]);
	char *(*title)(struct ra_facts *facts, const struct ra_page *page); /* owned by the caller */
};

struct ra_page {
	const struct ra_page_kind *kind;
	struct ra_subject subject;
	uint32_t order;
	uint32_t cursor, top; /* rows of the page, with its lines of text */

	bool made;
	char **lines; /* of text, in front of the rows */
	uint32_t line_count;
	unsigned width; /* that they are wrapped to */
	void *rows;     /* of the kind */
	uint32_t count;
};

void ra_subject_done(struct ra_subject *subject);
void ra_row_done(struct ra_row *row);

/* For `drop` of a kind: rows that are one allocation; rows that are none. */
void ra_page_drop_rows(struct ra_page *page);
void ra_page_drop_nothing(struct ra_page *page);

/* Tells that a page found no memory; false. */
bool ra_page_no_memory(struct ra_error *err);

/* Adds text in front of the rows, in lines of the page's width at most; later lines are indented as told. */
void ra_page_say(struct ra_page *page, unsigned indent, const char *text);
/* The same of text that it takes. */
void ra_page_say_owned(struct ra_page *page, unsigned indent, char *text);

/* What a value is called where it hangs alone: "array(3)", "the open resources". Owned by the caller. */
char *ra_value_text(struct ra_facts *facts, ra_node node, size_t columns);
/* "#12 @0x7f..  own 56 B, retained 42.92 MB, 3 references": owned by the caller. */
char *ra_measures_text(struct ra_facts *facts, ra_node node);
/* Its place; of the super-root "everything". Owned by the caller. */
char *ra_place_text(struct ra_facts *facts, ra_node node);

#endif
