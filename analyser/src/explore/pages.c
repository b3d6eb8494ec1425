/* See pages.h. */
#include "explore/pages.h"

#include <stdlib.h>
#include <string.h>

#include "explore/page_findings.h"
#include "explore/page_values.h"
#include "explore/page_views.h"

const struct ra_page_kind *const ra_page_kinds[RA_PAGES] = {
	[RA_PAGE_HOLDERS] = &ra_page_holders,
	[RA_PAGE_TREE] = &ra_page_tree,
	[RA_PAGE_CLASSES] = &ra_page_classes,
	[RA_PAGE_PACKAGES] = &ra_page_packages,
	[RA_PAGE_STRINGS] = &ra_page_strings,
	[RA_PAGE_FINDINGS] = &ra_page_findings,
	[RA_PAGE_STACK] = &ra_page_stack,
	[RA_PAGE_VALUE] = &ra_page_value,
	[RA_PAGE_VALUES] = &ra_page_values,
	[RA_PAGE_REFERRERS] = &ra_page_referrers,
	[RA_PAGE_GROUPS] = &ra_page_groups,
	[RA_PAGE_PATH] = &ra_page_path,
	[RA_PAGE_FINDING] = &ra_page_finding,
	[RA_PAGE_HELP] = &ra_page_help,
};

void ra_page_fold(struct ra_page *page)
{
	if (page->made) {
		page->kind->drop(page);
	}
	ra_lines_free(page->lines, page->line_count);
	page->lines = NULL;
	page->line_count = page->count = 0;
	page->made = false;
}

bool ra_page_ready(
	struct ra_facts *facts, struct ra_page *page, unsigned width, struct ra_error *err)
{
	if (page->made && (page->width == width || page->line_count == 0)) {
		return true;
	}
	ra_page_fold(page);
	page->width = width;
	page->made = page->kind->make(facts, page, err);
	if (!page->made) {
		ra_page_fold(page);
	}
	return page->made;
}

struct ra_page *ra_page_open(
	struct ra_facts *facts, struct ra_subject *subject, unsigned width, struct ra_error *err)
{
	struct ra_page *const page = calloc(1, sizeof(*page));

	if (!page) {
		ra_subject_done(subject);
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for this page");
		return NULL;
	}
	page->kind = ra_page_kinds[subject->page];
	page->subject = *subject;
	if (!ra_page_ready(facts, page, width, err)) {
		ra_page_close(page);
		return NULL;
	}
	/* the first row, unless there is only text: that is read from its beginning */
	page->cursor = page->count > 0 && page->line_count > 0 ? page->line_count + 1 : 0;
	return page;
}

void ra_page_close(struct ra_page *page)
{
	if (page) {
		ra_page_fold(page);
		ra_subject_done(&page->subject);
		free(page);
	}
}

bool ra_page_sort(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const unsigned width = page->width;

	if (!page->kind->orders[1]) {
		return false;
	}
	page->order = page->kind->orders[page->order + 1] ? page->order + 1 : 0;
	ra_page_fold(page);
	return ra_page_ready(facts, page, width, err);
}

/* ---- lines ---- */

static uint32_t rows_begin(const struct ra_page *page)
{
	return page->line_count + (page->line_count > 0 && page->count > 0);
}

uint32_t ra_page_length(const struct ra_page *page)
{
	return rows_begin(page) + page->count;
}

bool ra_page_is_heads(const struct ra_page *page, uint32_t line)
{
	return line >= page->line_count && line < rows_begin(page);
}

uint32_t ra_page_row_at(const struct ra_page *page, uint32_t line)
{
	const uint32_t begin = rows_begin(page);

	return line >= begin && line - begin < page->count ? line - begin : UINT32_MAX;
}

void ra_page_row(
	struct ra_facts *facts, const struct ra_page *page, uint32_t line, struct ra_row *row)
{
	const uint32_t number = ra_page_row_at(page, line);

	*row = (struct ra_row){.name = NULL};
	if (number != UINT32_MAX) {
		page->kind->row(facts, page, number, row);
	} else {
		row->is_text = true;
		row->name = line < page->line_count ? strdup(page->lines[line]) : NULL;
	}
}

ra_node ra_page_node(const struct ra_facts *facts, const struct ra_page *page, uint32_t line)
{
	const uint32_t number = ra_page_row_at(page, line);

	return number == UINT32_MAX || !page->kind->node ? RA_NO_NODE
													 : page->kind->node(facts, page, number);
}

void ra_page_detail(
	struct ra_facts *facts, const struct ra_page *page, uint32_t line, char *lines[RA_DETAIL_LINES])
{
	const uint32_t number = ra_page_row_at(page, line);
	const ra_node node = ra_page_node(facts, page, line);

	if (number != UINT32_MAX && page->kind->detail) {
		page->kind->detail(facts, page, number, lines);
	} else if (node != RA_NO_NODE) {
		lines[0] = ra_place_text(facts, node);
		lines[1] = ra_measures_text(facts, node);
	}
}

uint64_t ra_page_whole(const struct ra_facts *facts, const struct ra_page *page)
{
	return page->kind->of_value && page->subject.node != RA_SUPER_ROOT
			   ? ra_node_dominated_bytes(facts->snapshot->measures, page->subject.node)
			   : facts->usage_bytes;
}
