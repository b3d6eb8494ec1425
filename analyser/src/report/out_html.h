/* The report as one HTML page that needs nothing else: no network, no file beside it; it can be read and printed
 * without its script. The page is bounded to RA_HTML_MAX_BYTES whatever the dump. */
#ifndef RA_OUT_HTML_H
#define RA_OUT_HTML_H

#include "query/outline.h"
#include "report/html_page.h"
#include "report/report.h"

enum {
	RA_HTML_MAX_BYTES = 5000000,
	RA_HTML_MAX_ITEMS = 12000, /* of the tree */
	RA_HTML_MAX_PATHS = 2000,

	/* bytes of the sections; each ends with the row or text in which they are used up */
	RA_HTML_ANSWER_BYTES = 250000,
	RA_HTML_TREE_TABLE_BYTES = 200000,
	RA_HTML_TREE_TEXT_BYTES = 1000000, /* links, labels and paths of the tree's data */
	RA_HTML_TREE_ITEM_BYTES = 110,     /* of its numbers, for an item */
	RA_HTML_FINDINGS_BYTES = 400000,
	RA_HTML_INFO_BYTES = 60000,
	RA_HTML_TABLE_BYTES = 180000,
	RA_HTML_TABLES = 7,
	RA_HTML_FRAME_BYTES = 100000, /* style, script, head and end */
	RA_HTML_OVER_BYTES =
		30000 /* that a section may go beyond: a row of texts that are escaped throughout */
};

_Static_assert(RA_HTML_ANSWER_BYTES + RA_HTML_TREE_TABLE_BYTES + RA_HTML_TREE_TEXT_BYTES +
					   RA_HTML_TREE_ITEM_BYTES * RA_HTML_MAX_ITEMS + RA_HTML_FINDINGS_BYTES +
					   RA_HTML_INFO_BYTES + RA_HTML_TABLE_BYTES * RA_HTML_TABLES +
					   RA_HTML_FRAME_BYTES + RA_HTML_OVER_BYTES * (5 + RA_HTML_TABLES) <=
				   RA_HTML_MAX_BYTES,
	"a page is bounded");

/* What of the tree a page can hold. */
#define RA_HTML_LIMITS                                                                             \
	((struct ra_outline_limits){                                                                   \
		.items = RA_HTML_MAX_ITEMS, .paths = RA_HTML_MAX_PATHS, .part = 20000})

struct ra_html_source {
	const struct ra_report *report;
	const struct ra_outline *outline; /* NULL: the measures were left out */
	bool values;                      /* contents of strings are in both: the page says so */
};

/* The same bytes for the same dump. A failure is noted in the output, which tells when it is closed. */
void ra_out_html(struct ra_output *output, const struct ra_html_source *source);

/* ---- for out_html*.c ---- */

/* The section with the icicle, its table for readers without the script, and the data of both. */
void ra_html_tree(struct ra_html *html, const struct ra_outline *outline);

/* A link to where the node is in the tree; nothing where it has no item. */
void ra_html_tree_link(
	struct ra_html *html, const struct ra_outline *outline, ra_node node, const char *title);

/* The findings, and the tables. */
void ra_html_findings(struct ra_html *html, const struct ra_html_source *source);
void ra_html_tables(struct ra_html *html, const struct ra_html_source *source);

#endif
