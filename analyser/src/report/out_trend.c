/* A trend as text and as JSON. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "report/trend.h"
#include "report/out_known.h"

enum {
	WIDTH = 78,
	PATH_COLUMNS = 34,
	ELEMENT_COLUMNS = 19,
	SHOWN_HOLDERS = 12,
	SHOWN_CLASSES = 10,
	SHOWN_DUMPS = 30
};

static int64_t usage_of(const struct ra_side *side)
{
	return json_integer_value(
		json_object_get(json_object_get(side->report, "answer"), "usage_bytes"));
}

static const char *captured_at(const struct ra_side *side)
{
	const char *const text =
		json_string_value(json_object_get(json_object_get(side->report, "meta"), "captured_at"));

	return text ? text : "(unknown)";
}

static void print_dumps(struct ra_output *output, const struct ra_trend *trend)
{
	for (uint32_t i = 0; i < trend->side_count && i < SHOWN_DUMPS; i++) {
		const struct ra_side *const side = &trend->sides[i];
		char *const path = ra_text_clean(side->path, strlen(side->path));
		char *const cut = path ? ra_text_cut(path, PATH_COLUMNS, RA_CUT_BEGIN) : NULL;
		char *const time = ra_text_clean(captured_at(side), strnlen(captured_at(side), 30));

		fprintf(output->stream, "  %2" PRIu32 "  ", i + 1);
		ra_output_left(output, cut ? cut : "", PATH_COLUMNS);
		fprintf(output->stream, "  %s  %s\n", time ? time : "",
			RA_SIZE((uint64_t)(usage_of(side) > 0 ? usage_of(side) : 0)));
		free(path);
		free(cut);
		free(time);
	}
	if (trend->side_count > SHOWN_DUMPS) {
		fprintf(output->stream, "  (%" PRIu32 " more)\n", trend->side_count - SHOWN_DUMPS);
	}
	fputc('\n', output->stream);
}

static void print_row(struct ra_output *output, const struct ra_trend *trend,
	const struct ra_trend_row *row, const char **said)
{
	const struct ra_holder_point *const points = row->series->points;
	const struct ra_holder_point *const last = &points[trend->side_count - 1];
	char *const path = ra_text_cut(row->series->key, PATH_COLUMNS, RA_CUT_MIDDLE);
	char *const content = ra_holder_content(last->row);
	char *const elements =
		last->has_elements
			? ra_text_printf("%s → %s",
				  points[0].has_elements ? RA_COUNT((uint64_t)points[0].elements) : "?",
				  RA_COUNT((uint64_t)last->elements))
			: NULL;

	fputs("  ", output->stream);
	ra_output_left(output, path ? path : "", PATH_COLUMNS);
	ra_output_right(output, elements ? elements : "", ELEMENT_COLUMNS);
	fprintf(output->stream, " %12s  %s\n", RA_SIZE_DELTA((int64_t)row->slope_bytes),
		row->steady ? "each time" : "not always");
	if (content) {
		char *const line = ra_text_cut(content, WIDTH - 6, RA_CUT_MIDDLE);

		fprintf(output->stream, "      %s\n", line ? line : "");
		free(line);
	}
	ra_out_known(output, last->row, said);
	free(path);
	free(content);
	free(elements);
}

static void print_table(struct ra_output *output, const struct ra_trend *trend, const char *title,
	const char *what, const struct ra_trend_row *rows, uint32_t count, uint32_t shown)
{
	const char *said = NULL;

	fprintf(output->stream, "%s=== %s ===%s\n\n", output->colour ? "\033[1m" : "", title,
		output->colour ? "\033[0m" : "");
	if (count == 0) {
		fputs("  (nothing grows)\n\n", output->stream);
		return;
	}
	fputs("  ", output->stream);
	ra_output_left(output, what, PATH_COLUMNS);
	ra_output_right(output, "Elements", ELEMENT_COLUMNS);
	ra_output_right(output, "per dump", 13);
	fputs("  grows\n", output->stream);
	ra_output_dashes(output, WIDTH);
	for (uint32_t i = 0; i < count && i < shown; i++) {
		print_row(output, trend, &rows[i], &said);
	}
	if (count > shown) {
		fprintf(output->stream, "  (%" PRIu32 " more)\n", count - shown);
	}
	fputc('\n', output->stream);
}

void ra_out_trend_text(struct ra_output *output, const struct ra_trend *trend)
{
	ra_output_rule(output, WIDTH);
	fputs(" rdump Memory Trend Report\n", output->stream);
	ra_output_rule(output, WIDTH);
	fputc('\n', output->stream);
	print_dumps(output, trend);
	print_table(output, trend, "Containers that grow", "Held by", trend->holder_rows,
		trend->holder_count, SHOWN_HOLDERS);
	print_table(output, trend, "Classes that grow", "Class", trend->class_rows, trend->class_count,
		SHOWN_CLASSES);
	ra_output_rule(output, WIDTH);
}

static json_t *rows_json(
	const struct ra_trend *trend, const struct ra_trend_row *rows, uint32_t count)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		const struct ra_holder_point *const points = rows[i].series->points;
		json_t *const bytes = json_array();
		json_t *const elements = json_array();

		for (uint32_t k = 0; k < trend->side_count; k++) {
			json_array_append_new(
				bytes, points[k].there ? json_integer(points[k].bytes) : json_null());
			json_array_append_new(
				elements, points[k].has_elements ? json_integer(points[k].elements) : json_null());
		}
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:I, s:f, s:b, s:o, s:o}", "path", rows[i].series->key,
					  "signature", rows[i].signature, "bytes_per_dump",
					  (json_int_t)rows[i].slope_bytes, "fit", rows[i].fit, "each_time",
					  rows[i].steady, "bytes", bytes, "elements", elements));
	}
	return list;
}

json_t *ra_trend_json(const struct ra_trend *trend)
{
	json_t *const dumps = json_array();

	for (uint32_t i = 0; i < trend->side_count; i++) {
		json_array_append(dumps, json_object_get(trend->sides[i].report, "meta"));
	}
	return json_pack("{s:o, s:o, s:o}", "dumps", dumps, "containers",
		rows_json(trend, trend->holder_rows, trend->holder_count), "classes",
		rows_json(trend, trend->class_rows, trend->class_count));
}
