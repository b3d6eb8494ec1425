/* See page_findings.h. */
#include "explore/page_findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "findings/finding_kind.h"

enum {
	LABEL_COLUMNS = 120
};

/* ---- all findings ---- */

static bool is_listed(const struct ra_finding *finding)
{
	const struct ra_finding_kind *const kind = ra_finding_kind(finding->kind);

	return !kind || !(kind->flags & (RA_KIND_TABLED | RA_KIND_STATE));
}

static int by_impact(const void *left, const void *right, void *context)
{
	const struct ra_finding *const items = context;
	const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return items[a].impact_bytes != items[b].impact_bytes
			   ? (items[a].impact_bytes > items[b].impact_bytes ? -1 : 1)
			   : (a > b) - (a < b);
}

/* Their numbers: they come most severe first. */
static bool make_findings(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_findings *const findings = ra_facts_findings(facts, err);
	uint32_t *const numbers =
		findings ? calloc((size_t)findings->count + 1, sizeof(*numbers)) : NULL;

	if (!numbers) {
		return ra_page_no_memory(err);
	}
	page->rows = numbers;
	page->count = 0;
	for (uint32_t i = 0; i < findings->count; i++) {
		if (is_listed(&findings->items[i])) {
			numbers[page->count++] = i;
		}
	}
	if (page->order == 1) {
		ra_sort_stable(numbers, page->count, sizeof(*numbers), by_impact, findings->items);
	}
	return true;
}

static const struct ra_finding *finding_at(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	return &facts->findings.items[((const uint32_t *)page->rows)[number]];
}

static enum ra_style style_of(const struct ra_finding *finding)
{
	return finding->severity == RA_HIGH     ? RA_STYLE_ALERT
		   : finding->severity <= RA_MEDIUM ? RA_STYLE_WARNING
											: RA_STYLE_PLAIN;
}

static void row_of_finding(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct ra_finding *const finding = finding_at(facts, page, number);

	row->has_bytes = finding->impact_bytes > 0;
	row->bytes = finding->impact_bytes;
	row->style = style_of(finding);
	row->name = strdup(ra_severity_name(finding->severity));
	row->value = strdup(finding->summary);
}

static bool open_finding(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)facts;
	(void)err;
	*out = (struct ra_subject){
		.page = RA_PAGE_FINDING, .number = ((const uint32_t *)page->rows)[number]};
	return true;
}

static ra_node node_of_finding(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	const struct ra_finding *const finding = finding_at(facts, page, number);

	return finding->evidence_count > 0 ? finding->evidence[0] : RA_NO_NODE;
}

static void detail_of_finding(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	char *lines[RA_DETAIL_LINES])
{
	const struct ra_finding *const finding = finding_at(facts, page, number);

	lines[0] = ra_text_printf("%s: %s", finding->kind, finding->summary);
	lines[1] = finding->next_check_count > 0 ? ra_text_printf("Next: %s", finding->next_checks[0])
											 : strdup("");
}

static char *title_of_findings(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	(void)page;
	return strdup("Findings: what looks wrong");
}

const struct ra_page_kind ra_page_findings = {
	.view = "Findings",
	.columns = {.bytes = "Impact", .name = "Severity", .value = "Finding", .name_share = 18},
	.orders = {"severity", "impact"},
	.make = make_findings,
	.drop = ra_page_drop_rows,
	.row = row_of_finding,
	.open = open_finding,
	.node = node_of_finding,
	.detail = detail_of_finding,
	.title = title_of_findings,
};

/* ---- one finding ---- */

static const struct ra_finding *subject_of(const struct ra_facts *facts, const struct ra_page *page)
{
	return &facts->findings.items[page->subject.number];
}

static bool make_finding(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_finding *const finding = subject_of(facts, page);

	(void)err;
	ra_page_say_owned(page, 2,
		ra_text_printf("%s, %s, sure: %s", finding->kind, ra_severity_name(finding->severity),
			ra_confidence_name(finding->confidence)));
	ra_page_say(page, 2, finding->summary);
	if (finding->hypothesis) {
		ra_page_say(page, 2, finding->hypothesis);
	}
	for (uint32_t i = 0; i < finding->next_check_count; i++) {
		ra_page_say_owned(page, 6, ra_text_printf("Next: %s", finding->next_checks[i]));
	}
	page->count = finding->evidence_count;
	return true;
}

static void keep_rows(struct ra_page *page)
{
	(void)page; /* they are the finding's */
}

static void row_of_evidence(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const ra_node node = subject_of(facts, page)->evidence[number];

	row->has_bytes = row->has_number = true;
	row->bytes = ra_node_dominated_bytes(facts->snapshot->measures, node);
	row->number = ra_node_own_bytes(facts->snapshot->graph, node);
	row->name = ra_place_text(facts, node);
	row->value = ra_value_text(facts, node, LABEL_COLUMNS);
}

static bool open_evidence(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)err;
	*out = (struct ra_subject){.page = RA_PAGE_VALUE,
		.node = subject_of(facts, page)->evidence[number],
		.number = RA_NO_CLASS};
	return true;
}

static ra_node node_of_evidence(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	return subject_of(facts, page)->evidence[number];
}

static char *title_of_finding(struct ra_facts *facts, const struct ra_page *page)
{
	return ra_text_printf("Finding: %s", subject_of(facts, page)->kind);
}

const struct ra_page_kind ra_page_finding = {
	.columns = {.bytes = "Retained",
		.number = "Own",
		.name = "Evidence",
		.value = "Value",
		.number_is_bytes = true,
		.name_share = 60},
	.orders = {"as found"},
	.make = make_finding,
	.drop = keep_rows,
	.row = row_of_evidence,
	.open = open_evidence,
	.node = node_of_evidence,
	.title = title_of_finding,
};

/* ---- help ---- */

static const char *const help[] = {
	"Keys",
	"  1 to 7, Tab        views; each remembers where you were",
	"  Up, Down, j, k     a row up or down",
	"  PgUp, PgDn, Space  a screen up or down (also b and f)",
	"  Home, End, g, G    the first, the last row",
	"  Enter, Right       open the row",
	"  Backspace, Left    back to where it was opened from",
	"  / n N              search the rows; the next, the previous one that matches",
	"  s                  sort by something else",
	"  p                  path: how the row's value is reached, step by step",
	"  h                  holders: what refers to the row's value, or values",
	"  v, t               the row's value itself; the tree below it",
	"  P H V T            the same of the value that the page is about",
	"  :                  go to #ID, @0xADDRESS, class:NAME or a path",
	"  Ctrl-L             draw the screen anew",
	"  q                  end",
	"",
	"Numbers",
	"  Retained is what would be freed if a value went away; own is what it takes itself.",
	"  The share is that of all memory in use; below a value, that of what it retains.",
	"  + marks what others hold as well: it stays when the value that it is in goes.",
	"  A search takes capital letters as they are only if it has some.",
};

static bool make_help(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	(void)facts;
	(void)err;
	for (size_t i = 0; i < sizeof(help) / sizeof(help[0]); i++) {
		ra_page_say(page, i < 18 ? 21 : 2, *help[i] ? help[i] : " ");
	}
	return true;
}

static void no_row(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	(void)facts;
	(void)page;
	(void)number;
	(void)row;
}

static bool no_way(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)facts;
	(void)page;
	(void)number;
	(void)out;
	(void)err;
	return false;
}

static char *title_of_help(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	(void)page;
	return strdup("Help: Backspace or q goes back");
}

const struct ra_page_kind ra_page_help = {
	.orders = {"subject"},
	.make = make_help,
	.drop = keep_rows,
	.row = no_row,
	.open = no_way,
	.title = title_of_help,
};
