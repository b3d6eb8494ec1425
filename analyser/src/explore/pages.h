/* All kinds of pages, and what can be asked of any page. */
#ifndef RA_PAGES_H
#define RA_PAGES_H

#include "explore/page.h"

extern const struct ra_page_kind *const ra_page_kinds[RA_PAGES];

/* Takes the subject also when it fails. Its rows are listed. NULL: *err says why. */
struct ra_page *ra_page_open(
	struct ra_facts *facts, struct ra_subject *subject, unsigned width, struct ra_error *err);
void ra_page_close(struct ra_page *page); /* NULL is allowed */

/* Lists the rows again when the page was folded up, or its text is to be as wide as this; the cursor stays. */
bool ra_page_ready(
	struct ra_facts *facts, struct ra_page *page, unsigned width, struct ra_error *err);
/* Gives back the memory of the rows. */
void ra_page_fold(struct ra_page *page);
/* The next of the orders. False: it has one only, or *err says why. */
bool ra_page_sort(struct ra_facts *facts, struct ra_page *page, struct ra_error *err);

/* Lines of text, the heads of the columns where there is text above them, rows. */
uint32_t ra_page_length(const struct ra_page *page);
/* Whether that line of the page is the heads of its columns. */
bool ra_page_is_heads(const struct ra_page *page, uint32_t line);
/* The number of the row that a line is; UINT32_MAX: it is none. */
uint32_t ra_page_row_at(const struct ra_page *page, uint32_t line);
/* Its texts; ra_row_done() it. */
void ra_page_row(
	struct ra_facts *facts, const struct ra_page *page, uint32_t line, struct ra_row *row);
/* The value that a line is about; RA_NO_NODE: none. */
ra_node ra_page_node(const struct ra_facts *facts, const struct ra_page *page, uint32_t line);
void ra_page_detail(struct ra_facts *facts, const struct ra_page *page, uint32_t line,
	char *lines[RA_DETAIL_LINES]);
/* What shares are of. */
uint64_t ra_page_whole(const struct ra_facts *facts, const struct ra_page *page);

#endif
