/* Pieces of an HTML page: markup, text that is escaped, rows of tables. All foreign text goes through ra_html_text(),
 * ra_html_attribute_text() or ra_html_json_text(). What is written is also well-formed XML. */
#ifndef RA_HTML_PAGE_H
#define RA_HTML_PAGE_H

#include <stdint.h>

#include "base/output.h"

struct ra_html {
	struct ra_output *output;
	uint64_t bytes; /* written */
	uint64_t stop;  /* of this section; 0: no bound */
	bool plain;     /* where no elements may be: in the title */
};

/* Constant markup, and markup with numbers. */
void ra_html_raw(struct ra_html *html, const char *markup);
void ra_html_format(struct ra_html *html, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Any bytes as text or inside a quoted attribute: one line of valid UTF-8 without control characters and without what
 * reorders or hides text (ra_text_clean); what is long is cut. NULL: nothing. No memory: the output has failed. */
void ra_html_text(struct ra_html *html, const char *text);
/* The same; frees the text. NULL: no memory for it, the output has failed. */
void ra_html_owned(struct ra_html *html, char *text);
/* Lines, each as above, with <br/> between. */
void ra_html_lines(struct ra_html *html, const char *text);
/* The same as a JSON string inside a script element, which nothing in it can end. */
void ra_html_json_text(struct ra_html *html, const char *text);

/* A page is bounded: each section has so many bytes, and is full when they are used up. Texts are left out then, so that
 * it goes beyond by one text and the markup of one row. Without a section nothing is left out. */
void ra_html_section_begin(struct ra_html *html, uint64_t most_bytes);
bool ra_html_section_is_full(const struct ra_html *html);

/* A bar for part of whole. */
void ra_html_bar(struct ra_html *html, uint64_t part, uint64_t whole);

enum ra_html_cell {
	RA_CELL_TEXT,
	RA_CELL_CODE, /* names */
	RA_CELL_NUMBER,
	RA_CELL_BAR,
	RA_CELL_LINK
};

struct ra_html_column {
	const char *title;
	enum ra_html_cell cell;
};

/* <table> with its head; `caption` for those who do not see it. */
void ra_html_table_begin(struct ra_html *html, const char *caption,
	const struct ra_html_column *columns, uint32_t count);
/* `left` rows that are not in it. */
void ra_html_table_end(struct ra_html *html, uint32_t left);

/* Cells of a row; numbers sort by their values. */
void ra_html_row_begin(struct ra_html *html);
void ra_html_row_end(struct ra_html *html);
void ra_html_size_cell(struct ra_html *html, uint64_t bytes);
void ra_html_count_cell(struct ra_html *html, uint64_t count);
void ra_html_percent_cell(struct ra_html *html, double percentage);
void ra_html_bar_cell(struct ra_html *html, uint64_t part, uint64_t whole);
void ra_html_text_cell(struct ra_html *html, const char *text);
void ra_html_code_cell(struct ra_html *html, const char *text);

/* The page's own files, embedded by the Makefile. */
extern const char ra_html_style[];
extern const char ra_html_script[];
extern const char ra_html_script_hash[]; /* "sha256-..." of exactly these bytes */
extern const char ra_html_style_hash[];

#endif
