/* Findings and tables of a page. See out_html.h. */
#include "report/out_html.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum {
	MAX_FINDINGS = 400,
	MAX_CHECKS = 8
};

#define COUNT(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

/* ---- findings ---- */

/* The first node that has an item in the tree, and the command that goes on from there. */
static void write_links(
	struct ra_html *html, const struct ra_html_source *source, const struct ra_finding *finding)
{
	char *const command = ra_finding_command(finding);

	if (command) {
		ra_html_raw(html, "<p class=\"links\">");
		if (finding->evidence_count > 0) {
			ra_html_tree_link(html, source->outline, finding->evidence[0], "Show in the tree");
		}
		ra_html_raw(html, " <code class=\"command\">");
		ra_html_text(html, command);
		ra_html_raw(html, "</code></p>");
	}
	free(command);
}

static void write_checks(struct ra_html *html, const struct ra_finding *finding)
{
	if (finding->next_check_count == 0) {
		return;
	}
	ra_html_raw(html, "<ul class=\"next\">");
	for (uint32_t i = 0; i < finding->next_check_count && i < MAX_CHECKS; i++) {
		ra_html_raw(html, "<li>");
		ra_html_text(html, finding->next_checks[i]);
		ra_html_raw(html, "</li>");
	}
	ra_html_raw(html, "</ul>");
}

static void write_entry(struct ra_html *html, const struct ra_html_source *source,
	const struct ra_report_entry *entry, uint32_t number)
{
	const struct ra_finding *const finding = entry->finding;
	const char *const severity = ra_severity_name(finding->severity);

	ra_html_format(html,
		"<article class=\"finding %s\" id=\"f%" PRIu32 "\" data-severity=\"%s\"><header><b "
		"class=\"badge\">%s</b> <code>",
		severity, number, severity, severity);
	ra_html_text(html, finding->kind);
	ra_html_raw(html, "</code>");
	if (finding->impact_bytes > 0) {
		ra_html_format(html, " <b class=\"n\">%s</b>", RA_SIZE(finding->impact_bytes));
	}
	ra_html_raw(html, "</header><h3>");
	ra_html_text(html, finding->summary);
	ra_html_raw(html, "</h3>");
	if (finding->hypothesis) {
		ra_html_raw(html, "<p>");
		ra_html_lines(html, finding->hypothesis);
		ra_html_raw(html, "</p>");
	}
	for (uint32_t i = 0; i < entry->also_count; i++) {
		ra_html_raw(html, "<p class=\"also\">");
		ra_html_text(html, entry->also[i]->summary);
		ra_html_raw(html, "</p>");
	}
	if (entry->more > 0) {
		ra_html_format(html, "<p class=\"also\">%s more like this: %s</p>", RA_COUNT(entry->more),
			RA_SIZE(entry->more_bytes));
	}
	write_checks(html, finding);
	write_links(html, source, finding);
	ra_html_raw(html, "</article>\n");
}

static void write_information(struct ra_html *html, const struct ra_report *report)
{
	bool any = false;

	ra_html_section_begin(html, RA_HTML_INFO_BYTES);
	for (uint32_t i = 0; i < report->findings.count && !ra_html_section_is_full(html); i++) {
		const struct ra_finding *const finding = &report->findings.items[i];

		if (finding->severity != RA_INFO || ra_kind_is_tabled(finding->kind)) {
			continue;
		}
		ra_html_raw(html, any ? "" : "<details><summary>Additional information</summary><ul>\n");
		any = true;
		ra_html_raw(html, "<li><code>");
		ra_html_text(html, finding->kind);
		ra_html_raw(html, "</code> ");
		ra_html_text(html, finding->summary);
		ra_html_raw(html, "</li>\n");
	}
	ra_html_raw(html, any ? "</ul></details>\n" : "");
}

void ra_html_findings(struct ra_html *html, const struct ra_html_source *source)
{
	const struct ra_report *const report = source->report;
	uint32_t shown = 0;

	ra_html_section_begin(html, RA_HTML_FINDINGS_BYTES);
	ra_html_raw(html, "<section id=\"findings\">\n<h2>Findings</h2>\n");
	for (; shown < report->entry_count && shown < MAX_FINDINGS && !ra_html_section_is_full(html);
		shown++) {
		write_entry(html, source, &report->entries[shown], shown);
	}
	if (report->entry_count == 0) {
		ra_html_raw(html, "<p>There are none.</p>\n");
	}
	if (shown < report->entry_count) {
		ra_html_format(html, "<p class=\"left\">%s more are in <code>rdump report</code>.</p>\n",
			RA_COUNT(report->entry_count - shown));
	}
	write_information(html, report);
	ra_html_raw(html, "</section>\n");
}

/* ---- tables ---- */

static void write_classes(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Class", RA_CELL_CODE},
		{"Objects", RA_CELL_NUMBER}, {"Average", RA_CELL_NUMBER}, {"Memory", RA_CELL_NUMBER},
		{"Share", RA_CELL_NUMBER}, {"", RA_CELL_BAR}};
	const struct ra_report *const report = source->report;
	uint64_t total = 0;
	uint32_t i = 0;

	for (uint32_t c = 0; c < report->class_count; c++) {
		total += report->classes[c].bytes;
	}
	ra_html_table_begin(html,
		"Classes by the memory of their objects, with the state that extensions keep for them",
		columns, COUNT(columns));
	for (; i < report->class_count && !ra_html_section_is_full(html); i++) {
		const struct ra_report_class *const row = &report->classes[i];

		ra_html_row_begin(html);
		ra_html_code_cell(html, row->name);
		ra_html_count_cell(html, row->count);
		ra_html_size_cell(html, row->average_bytes);
		ra_html_size_cell(html, row->bytes);
		ra_html_percent_cell(html, row->percentage);
		ra_html_bar_cell(html, row->bytes, total);
		ra_html_row_end(html);
	}
	ra_html_table_end(html, report->class_count - i);
}

static void write_packages(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Package", RA_CELL_CODE},
		{"Objects", RA_CELL_NUMBER}, {"Memory", RA_CELL_NUMBER}, {"Share", RA_CELL_NUMBER},
		{"", RA_CELL_BAR}};
	const struct ra_packages *const packages = &source->report->packages;
	uint64_t total = 0;
	uint32_t i = 0;

	for (uint32_t p = 0; p < packages->count; p++) {
		total += packages->rows[p].bytes;
	}
	ra_html_table_begin(html, "Whose code the memory is of", columns, COUNT(columns));
	for (; i < packages->count && !ra_html_section_is_full(html); i++) {
		const struct ra_package *const row = &packages->rows[i];

		ra_html_row_begin(html);
		ra_html_code_cell(html, row->name);
		ra_html_count_cell(html, row->objects);
		ra_html_size_cell(html, row->bytes);
		ra_html_percent_cell(html, ra_percent(row->bytes, total));
		ra_html_bar_cell(html, row->bytes, total);
		ra_html_row_end(html);
	}
	ra_html_table_end(html, packages->count - i);
}

static void write_fold(struct ra_html *html, const char *fold)
{
	if (fold) {
		ra_html_raw(html, "<br/><span class=\"also\">");
		ra_html_text(html, fold);
		ra_html_raw(html, "</span>");
	}
}

static void write_arrays(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Retained", RA_CELL_NUMBER},
		{"Table", RA_CELL_NUMBER}, {"Elements", RA_CELL_NUMBER}, {"Path", RA_CELL_CODE}};
	const struct ra_report *const report = source->report;
	uint32_t i = 0;

	ra_html_table_begin(html, "Large and sparse arrays", columns, COUNT(columns));
	for (; i < report->array_count && !ra_html_section_is_full(html); i++) {
		const struct ra_report_array *const row = &report->arrays[i];

		ra_html_row_begin(html);
		ra_html_size_cell(html, row->retained_bytes);
		ra_html_size_cell(html, row->table_bytes);
		ra_html_count_cell(html, row->element_count);
		ra_html_raw(html, "<td><code>");
		ra_html_text(html, row->path);
		ra_html_raw(html, "</code>");
		write_fold(html, row->fold);
		ra_html_raw(html, "</td>");
		ra_html_row_end(html);
	}
	ra_html_table_end(html, report->array_count - i);
}

static void write_strings(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {
		{"Size", RA_CELL_NUMBER}, {"Path", RA_CELL_CODE}, {"Begins with", RA_CELL_CODE}};
	const struct ra_report *const report = source->report;
	uint32_t i = 0;

	ra_html_table_begin(html, "Large strings", columns, COUNT(columns) - !source->values);
	for (; i < report->string_count && !ra_html_section_is_full(html); i++) {
		const struct ra_report_string *const row = &report->strings[i];

		ra_html_row_begin(html);
		ra_html_size_cell(html, row->content_bytes);
		ra_html_raw(html, "<td><code>");
		ra_html_text(html, row->path);
		ra_html_raw(html, "</code>");
		write_fold(html, row->fold);
		ra_html_raw(html, "</td>");
		if (source->values) {
			ra_html_code_cell(html, row->preview);
		}
		ra_html_row_end(html);
	}
	ra_html_table_end(html, report->string_count - i);
}

static void write_types(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Type", RA_CELL_CODE},
		{"Count", RA_CELL_NUMBER}, {"Memory", RA_CELL_NUMBER}, {"Share", RA_CELL_NUMBER},
		{"", RA_CELL_BAR}};
	const struct ra_report *const report = source->report;
	uint64_t total = 0;
	uint32_t i = 0;

	for (uint32_t t = 0; t < report->type_count; t++) {
		total += report->types[t].content_bytes;
	}
	ra_html_table_begin(html, "Structures of the engine by type", columns, COUNT(columns));
	for (; i < report->type_count && !ra_html_section_is_full(html); i++) {
		const struct ra_report_type *const row = &report->types[i];

		ra_html_row_begin(html);
		ra_html_code_cell(html, row->short_name);
		ra_html_count_cell(html, row->count);
		ra_html_size_cell(html, row->content_bytes);
		ra_html_percent_cell(html, row->percentage);
		ra_html_bar_cell(html, row->content_bytes, total);
		ra_html_row_end(html);
	}
	ra_html_table_end(html, report->type_count - i);
}

static void write_blames(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Root", RA_CELL_CODE},
		{"Exclusive", RA_CELL_NUMBER}, {"Shared", RA_CELL_NUMBER}, {"Total", RA_CELL_NUMBER},
		{"Share of heap", RA_CELL_NUMBER}};
	const struct ra_report *const report = source->report;
	uint32_t i = 0;

	ra_html_table_begin(html, "What each root reaches", columns, COUNT(columns));
	for (; i < report->blame_count && !ra_html_section_is_full(html); i++) {
		const struct ra_report_blame *const row = &report->blames[i];

		ra_html_row_begin(html);
		ra_html_code_cell(html, row->name);
		ra_html_size_cell(html, row->exclusive_bytes);
		ra_html_size_cell(html, row->shared_bytes);
		ra_html_size_cell(html, row->total_bytes);
		ra_html_percent_cell(html, row->percentage);
		ra_html_row_end(html);
	}
	ra_html_table_end(html, report->blame_count - i);
}

static void write_bins(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Slot", RA_CELL_NUMBER},
		{"Live slots", RA_CELL_NUMBER}, {"Memory", RA_CELL_NUMBER}, {"", RA_CELL_BAR}};
	const struct ra_report *const report = source->report;
	uint64_t total = 0;
	uint32_t i = 0;

	for (uint32_t b = 0; b < report->bin_count; b++) {
		total += report->bins[b].total_bytes;
	}
	ra_html_table_begin(html, "Slots of the allocator by size", columns, COUNT(columns));
	for (; i < report->bin_count && !ra_html_section_is_full(html); i++) {
		const struct ra_report_bin *const row = &report->bins[i];

		ra_html_row_begin(html);
		ra_html_size_cell(html, row->slot_bytes);
		ra_html_count_cell(html, row->count);
		ra_html_size_cell(html, row->total_bytes);
		ra_html_bar_cell(html, row->total_bytes, total);
		ra_html_row_end(html);
	}
	ra_html_table_end(html, report->bin_count - i);
}

void ra_html_tables(struct ra_html *html, const struct ra_html_source *source)
{
	const struct ra_report *const report = source->report;
	const struct {
		const char *title;
		uint32_t count;
		void (*write)(struct ra_html *html, const struct ra_html_source *source);
	} tables[] = {
		{"Classes", report->class_count, write_classes},
		{"Packages", report->packages.count, write_packages},
		{"Arrays", report->array_count, write_arrays},
		{"Strings", report->string_count, write_strings},
		{"Types", report->type_count, write_types},
		{"Roots", report->blame_count, write_blames},
		{"Allocator", report->bin_count, write_bins},
	};

	_Static_assert(sizeof(tables) / sizeof(tables[0]) == RA_HTML_TABLES, "each has its bytes");
	ra_html_raw(html, "<section id=\"tables\">\n");
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (tables[i].count > 0) {
			ra_html_section_begin(html, RA_HTML_TABLE_BYTES);
			ra_html_format(html, "<h2>%s</h2>\n", tables[i].title);
			tables[i].write(html, source);
		}
	}
	ra_html_raw(html, "</section>\n");
}
