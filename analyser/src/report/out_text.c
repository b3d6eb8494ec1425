/* The report as text, in the sections of the specification. */
#include "report/out_answer.h"
#include "report/out_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum {
	WIDTH = 70,
	SCREEN_COLUMNS = 80, /* where the output does not say */
	SHOWN_CLASSES = 20,
	SHOWN_PACKAGES = 15,
	CLASS_COLUMNS = 40
};

static const char reset[] = "\033[0m";

static const struct {
	const char *label;
	const char *colour;
} severities[] = {
	[RA_HIGH] = {"[HIGH]", "\033[1;31m"},
	[RA_WARNING] = {"[WARNING]", "\033[1;33m"},
	[RA_MEDIUM] = {"[MEDIUM]", "\033[33m"},
	[RA_LOW] = {"[LOW]", "\033[36m"},
	[RA_INFO] = {"[INFO]", ""},
};

static void title(struct ra_output *output, const char *text)
{
	fprintf(output->stream, "%s=== %s ===%s\n", output->colour ? "\033[1m" : "", text,
		output->colour ? reset : "");
}

static void indented(struct ra_output *output, const char *text)
{
	while (text && *text) {
		const size_t length = strcspn(text, "\n");

		fprintf(output->stream, "    %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

static void print_overview(struct ra_output *output, const struct ra_report *report)
{
	title(output, "Overview");
	fprintf(output->stream, "  Captured: %s\n",
		report->captured_at ? report->captured_at : "(unknown)");
	for (uint32_t i = 0; i < report->warning_count; i++) {
		fprintf(output->stream, "  %s%s%s\n", output->colour ? severities[RA_WARNING].colour : "",
			report->warnings[i], output->colour ? reset : "");
	}
	for (uint32_t i = 0; i < report->overview_line_count; i++) {
		fprintf(output->stream, "  %s\n", report->overview_lines[i]);
	}
	for (uint32_t i = 0; i < report->findings.count; i++) {
		const struct ra_finding *finding = &report->findings.items[i];

		if (strcmp(finding->kind, "call_stack") == 0) {
			fprintf(output->stream, "\n  %s\n",
				json_string_value(json_object_get(finding->facts, "header")));
			indented(output, finding->hypothesis);
		}
	}
	fputc('\n', output->stream);
}

/* The command that goes on from there. */
static void print_more(FILE *stream, const struct ra_finding *finding)
{
	char *const command = ra_finding_command(finding);

	if (command) {
		fprintf(stream, "    More: %s\n", command);
	}
	free(command);
}

static void print_entry(struct ra_output *output, const struct ra_report_entry *entry)
{
	const struct ra_finding *finding = entry->finding;
	FILE *stream = output->stream;

	fprintf(stream, "  %s%s%s  %s%s\n", output->colour ? severities[finding->severity].colour : "",
		severities[finding->severity].label, output->colour ? reset : "",
		finding->impact_bytes > 0 ? RA_SIZE(finding->impact_bytes) : "—",
		finding->impact_bytes > 0 ? " impacted" : "");
	fprintf(stream, "    %s: %s\n", finding->kind, finding->summary);
	if (finding->hypothesis) {
		indented(output, finding->hypothesis);
	}
	for (uint32_t i = 0; i < entry->also_count; i++) {
		fprintf(stream, "    %s: %s\n", entry->also[i]->kind, entry->also[i]->summary);
	}
	if (entry->more > 0) {
		fprintf(stream, "    (+%u more like this: %s)\n", entry->more, RA_SIZE(entry->more_bytes));
	}
	for (uint32_t i = 0; i < finding->next_check_count; i++) {
		fprintf(stream, "%s%s", i == 0 ? "    Next: " : "; ", finding->next_checks[i]);
	}
	fputs(finding->next_check_count > 0 ? "\n" : "", stream);
	print_more(stream, finding);
	fputc('\n', stream);
}

static void print_findings(struct ra_output *output, const struct ra_report *report)
{
	if (report->entry_count == 0) {
		return;
	}
	title(output, "Findings");
	fputc('\n', output->stream);
	for (uint32_t i = 0; i < report->entry_count; i++) {
		print_entry(output, &report->entries[i]);
	}
}

/* What a type is, where its name does not say it. */
static const char *gloss_of(const char *type)
{
	static const struct {
		const char *type;
		const char *gloss;
	} glosses[] = {
		{"ZendArrayTable", "array slots"},
		{"ZendArrayTableOverhead", "array slots, unused"},
		{"ZendStringSlotTail", "what strings are rounded up by"},
		{"UnusedVmStack", "call stack, unused"},
		{"UnusedArena", "compiler memory, unused"},
		{"ZendOpArrayBody", "opcodes"},
		{"ObjectsStore", "list of all objects"},
		{"Unknown", "reached, not understood"},
	};

	for (size_t i = 0; i < sizeof(glosses) / sizeof(glosses[0]); i++) {
		if (strcmp(glosses[i].type, type) == 0) {
			return glosses[i].gloss;
		}
	}
	return "";
}

static void percent_cell(struct ra_output *output, double percentage)
{
	fprintf(output->stream, " %7.1f%%\n", percentage);
}

static void print_types(struct ra_output *output, const struct ra_report *report)
{
	if (report->type_count == 0) {
		return;
	}
	title(output, "Type Breakdown");
	fprintf(output->stream, "\n  %-30s %10s %12s %8s\n", "Type", "Count", "Memory", "%");
	ra_output_dashes(output, 64);
	for (uint32_t i = 0; i < report->type_count; i++) {
		const struct ra_report_type *row = &report->types[i];

		const char *const gloss = gloss_of(row->short_name);

		fprintf(output->stream, "  %-30s %10s %12s", row->short_name, RA_COUNT(row->count),
			RA_SIZE(row->content_bytes));
		fprintf(output->stream, " %7.1f%%%s%s\n", row->percentage, *gloss ? "  " : "", gloss);
	}
	fputc('\n', output->stream);
}

static void print_classes(struct ra_output *output, const struct ra_report *report)
{
	if (report->class_count == 0) {
		return;
	}
	title(output, "Top Classes by Memory");
	fprintf(output->stream, "\n  %3s  %-40s %8s %10s %12s %8s\n", "#", "Class", "Count", "Avg Size",
		"Memory", "%");
	ra_output_dashes(output, 87);
	for (uint32_t i = 0; i < report->class_count && i < SHOWN_CLASSES; i++) {
		const struct ra_report_class *row = &report->classes[i];

		fprintf(output->stream, "  %3u  ", i + 1);
		ra_output_left(output, row->short_name, CLASS_COLUMNS);
		fprintf(output->stream, " %8s %10s %12s", RA_COUNT(row->count), RA_SIZE(row->average_bytes),
			RA_SIZE(row->bytes));
		if (row->state_bytes > row->bytes / 2) {
			fprintf(output->stream, " %7.1f%%  of it state %s\n", row->percentage,
				RA_SIZE(row->state_bytes));
		} else {
			percent_cell(output, row->percentage);
		}
	}
	fputc('\n', output->stream);
}

/* What no size has: objects that keep their data with a library. */
static void print_outside(struct ra_output *output, const struct ra_report *report)
{
	const json_t *classes = NULL;

	for (uint32_t i = 0; i < report->findings.count && !classes; i++) {
		if (ra_finding_is(&report->findings.items[i], "classes_outside")) {
			classes = json_object_get(report->findings.items[i].facts, "classes");
		}
	}
	if (json_array_size(classes) == 0) {
		return;
	}
	title(output, "Classes Outside ZendMM");
	fprintf(output->stream, "\n  %3s  %-40s %8s  %s\n", "#", "Class", "Count", "Outside the heap");
	ra_output_dashes(output, 76);
	for (size_t i = 0; i < json_array_size(classes) && i < SHOWN_CLASSES; i++) {
		const json_t *const row = json_array_get(classes, i);
		const char *const name = json_string_value(json_object_get(row, "class"));
		const char *const data = json_string_value(json_object_get(row, "outside"));

		fprintf(output->stream, "  %3u  ", (unsigned)i + 1);
		ra_output_left(output, name ? name : "", CLASS_COLUMNS);
		fprintf(output->stream, " %8s  %s\n",
			RA_COUNT((uint64_t)json_integer_value(json_object_get(row, "count"))),
			data ? data : "");
	}
	fputc('\n', output->stream);
}

/* Whose code the memory is of. One package alone tells nothing that the first screen does not. */
static void print_packages(struct ra_output *output, const struct ra_report *report)
{
	const struct ra_packages *const packages = &report->packages;
	uint64_t total = 0, left_bytes = 0;
	uint32_t left = 0;

	for (uint32_t i = 0; i < packages->count; i++) {
		total += packages->rows[i].bytes;
	}
	if (packages->count == 0) {
		return;
	}
	title(output, "Memory by Package");
	fprintf(
		output->stream, "\n  %3s  %-40s %8s %12s %8s\n", "#", "Package", "Objects", "Memory", "%");
	ra_output_dashes(output, 76);
	for (uint32_t i = 0; i < packages->count; i++) {
		const struct ra_package *const row = &packages->rows[i];

		if (i >= SHOWN_PACKAGES || (i > 0 && row->bytes < total / 1000)) {
			left++;
			left_bytes += row->bytes;
			continue;
		}
		fprintf(output->stream, "  %3u  ", i + 1);
		ra_output_left(output, row->name, CLASS_COLUMNS);
		fprintf(output->stream, " %8s %12s", RA_COUNT(row->objects), RA_SIZE(row->bytes));
		percent_cell(output, ra_round(ra_percent(row->bytes, total), 1));
	}
	if (left > 0) {
		fprintf(output->stream, "       (%s more with %s)\n", RA_COUNT(left), RA_SIZE(left_bytes));
	}
	fputc('\n', output->stream);
}

static void print_fold(struct ra_output *output, const char *fold)
{
	if (fold) {
		fprintf(output->stream, "       %s\n", fold);
	}
}

static void print_arrays(struct ra_output *output, const struct ra_report *report)
{
	bool sparse = false;

	if (report->array_count == 0) {
		return;
	}
	title(output, "Top Arrays");
	fprintf(
		output->stream, "\n  %3s  %12s %12s %8s  %s\n", "#", "Retained", "Table", "Elems", "Path");
	ra_output_dashes(output, 80);
	for (uint32_t i = 0; i < report->array_count; i++) {
		const struct ra_report_array *row = &report->arrays[i];

		fprintf(output->stream, "  %3u  %12s %12s %8s  %s\n", i + 1, RA_SIZE(row->retained_bytes),
			RA_SIZE(row->table_bytes), RA_COUNT(row->element_count), row->path);
		print_fold(output, row->fold);
		sparse = sparse || strstr(row->path, " [sparse]");
	}
	if (sparse) {
		fputs(
			"       [sparse]: most slots are empty; copy what is left with foreach into a new array\n",
			output->stream);
	}
	fputc('\n', output->stream);
}

static void print_strings(struct ra_output *output, const struct ra_report *report)
{
	if (report->string_count == 0) {
		return;
	}
	title(output, "Top Strings");
	fprintf(output->stream, "\n  %3s  %12s  %-30s  %s\n", "#", "Size", "Path", "Preview");
	ra_output_dashes(output, 90);
	for (uint32_t i = 0; i < report->string_count; i++) {
		const struct ra_report_string *row = &report->strings[i];

		fprintf(output->stream, "  %3u  %12s  ", i + 1, RA_SIZE(row->content_bytes));
		ra_output_left(output, row->path, 30);
		fprintf(output->stream, "  %s\n", row->preview);
		print_fold(output, row->fold);
	}
	fputc('\n', output->stream);
}

static void print_blames(struct ra_output *output, const struct ra_report *report)
{
	if (report->blame_count == 0) {
		return;
	}
	title(output, "Root Blame Allocation");
	fprintf(output->stream, "\n  %-25s %10s %10s %10s %8s\n", "Root Branch", "Exclusive", "Shared",
		"Total", "% Heap");
	ra_output_dashes(output, 70);
	for (uint32_t i = 0; i < report->blame_count; i++) {
		const struct ra_report_blame *row = &report->blames[i];

		fputs("  ", output->stream);
		ra_output_left(output, row->name, 25);
		fprintf(output->stream, " %10s %10s %10s", RA_SIZE(row->exclusive_bytes),
			RA_SIZE(row->shared_bytes), RA_SIZE(row->total_bytes));
		percent_cell(output, row->percentage);
	}
	fputc('\n', output->stream);
}

static void print_information(struct ra_output *output, const struct ra_report *report)
{
	bool any = false;

	for (uint32_t i = 0; i < report->findings.count; i++) {
		const struct ra_finding *finding = &report->findings.items[i];

		if (finding->severity != RA_INFO || ra_kind_is_tabled(finding->kind)) {
			continue;
		}
		if (!any) {
			title(output, "Additional Info");
			any = true;
		}
		fprintf(output->stream, "  [%s] %s\n", finding->kind, finding->summary);
	}
}

/* Broken between words; lines after the first are indented. */
static void print_wrapped(struct ra_output *output, const char *text, size_t columns)
{
	size_t used = 0;

	for (const char *word = text; *word;) {
		const size_t length = strcspn(word, " ");

		if (used > 0 && used + 1 + length > columns) {
			fputs("\n ", output->stream);
			used = 1;
		}
		fprintf(output->stream, "%s%.*s", used > 0 ? " " : "", (int)length, word);
		used += length + (used > 0);
		word += length + strspn(word + length, " ");
	}
	fputc('\n', output->stream);
}

/* Whoever sees only the first screen must know that it is not the whole. */
void ra_out_brief(struct ra_output *output, const struct ra_report *report)
{
	const unsigned columns = output->columns > 0 ? output->columns : SCREEN_COLUMNS;

	for (uint32_t i = 0; i < report->warning_count; i++) {
		if (strncmp(report->warnings[i], "Incomplete", strlen("Incomplete")) != 0) {
			continue;
		}
		fputs(output->colour ? severities[RA_WARNING].colour : "", output->stream);
		print_wrapped(output, report->warnings[i], columns);
		fputs(output->colour ? reset : "", output->stream);
	}
	ra_out_answer_text(output, report->answer, columns);
}

void ra_out_text(struct ra_output *output, const struct ra_report *report)
{
	if (report->answer) {
		ra_out_brief(output, report);
		fputc('\n', output->stream);
	}
	ra_output_rule(output, WIDTH);
	fputs(" rdump Memory Analysis Report\n", output->stream);
	ra_output_rule(output, WIDTH);
	fputc('\n', output->stream);
	print_overview(output, report);
	print_findings(output, report);
	print_types(output, report);
	print_classes(output, report);
	print_outside(output, report);
	print_packages(output, report);
	print_arrays(output, report);
	print_strings(output, report);
	print_blames(output, report);
	print_information(output, report);
	fputc('\n', output->stream);
	ra_output_rule(output, WIDTH);
}
