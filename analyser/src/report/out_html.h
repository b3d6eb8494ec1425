/* The report as one HTML page that needs nothing else: no network, no file beside it; it can be read and printed
 * without its script. The page is bounded to RA_HTML_MOST_BYTES whatever the dump. */
#ifndef RA_OUT_HTML_H
#define RA_OUT_HTML_H

#include "query/outline.h"
#include "report/html_page.h"
#include "report/report.h"

enum {
	RA_HTML_MOST_BYTES = 5000000,
	RA_HTML_MOST_ITEMS = 12000, /* of the tree */
	RA_HTML_MOST_PATHS = 2000
};

/* What of the tree a page can hold. */
#define RA_HTML_LIMITS                                                                             \
	((struct ra_outline_limits){                                                                   \
		.items = RA_HTML_MOST_ITEMS, .paths = RA_HTML_MOST_PATHS, .part = 20000})

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
