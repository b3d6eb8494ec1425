/* See trend.h. */
#include "report/trend.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/finding_key.h"

/* Least squares over 0, 1, 2, ...; a place without a row holds nothing worth one. */
static void fit_line(struct ra_trend_row *row, uint32_t count)
{
	const struct ra_holder_point *const points = row->series->points;
	const double middle = (count - 1) / 2.0;
	double mean = 0, xx = 0, xy = 0, yy = 0;

	for (uint32_t i = 0; i < count; i++) {
		mean += (double)points[i].bytes / count;
	}
	row->steady = true;
	for (uint32_t i = 0; i < count; i++) {
		const double x = i - middle;
		const double y = (double)points[i].bytes - mean;

		xx += x * x;
		xy += x * y;
		yy += y * y;
		row->steady = row->steady && (i == 0 || points[i].bytes > points[i - 1].bytes);
	}
	row->slope_bytes = xy / xx;
	row->fit = yy > 0 ? xy * xy / (xx * yy) : 1;
}

static int by_slope(const void *left, const void *right)
{
	const struct ra_trend_row *const a = left;
	const struct ra_trend_row *const b = right;

	if (a->slope_bytes != b->slope_bytes) {
		return a->slope_bytes > b->slope_bytes ? -1 : 1;
	}
	return strcmp(a->series->key, b->series->key);
}

static bool sign(struct ra_trend_row *row)
{
	char *const key = ra_text_printf("trend:%s", row->series->key);

	if (key) {
		ra_finding_signature(key, row->signature);
	}
	free(key);
	return key != NULL;
}

/* What ended higher than it began and rises on the whole. */
static bool find_growing(
	const struct ra_holder_series_set *set, struct ra_trend_row **rows, uint32_t *row_count)
{
	*rows = calloc((size_t)set->count + 1, sizeof(**rows));
	for (uint32_t i = 0; *rows && i < set->count; i++) {
		struct ra_trend_row *const row = &(*rows)[*row_count];

		*row = (struct ra_trend_row){.series = &set->items[i]};
		fit_line(row, set->report_count);
		if (row->slope_bytes <= 0 ||
			row->series->points[set->report_count - 1].bytes <= row->series->points[0].bytes) {
			continue;
		}
		if (!sign(row)) {
			return false;
		}
		++*row_count;
	}
	if (*rows) {
		qsort(*rows, *row_count, sizeof(**rows), by_slope);
	}
	return *rows != NULL;
}

static bool fill(struct ra_trend *trend)
{
	const json_t **const reports = calloc(trend->side_count, sizeof(*reports));
	bool filled = reports != NULL;

	for (uint32_t i = 0; filled && i < trend->side_count; i++) {
		reports[i] = trend->sides[i].report;
	}
	filled = filled && ra_holder_series_make(reports, trend->side_count, &trend->holders) &&
			 ra_class_series_make(reports, trend->side_count, &trend->classes) &&
			 find_growing(&trend->holders, &trend->holder_rows, &trend->holder_count) &&
			 find_growing(&trend->classes, &trend->class_rows, &trend->class_count);
	free(reports);
	return filled;
}

bool ra_trend_make(
	const struct ra_side *sides, uint32_t side_count, struct ra_trend **out, struct ra_error *err)
{
	struct ra_trend *const trend = calloc(1, sizeof(*trend));

	if (trend) {
		trend->sides = sides;
		trend->side_count = side_count;
	}
	if (!trend || !fill(trend)) {
		ra_trend_free(trend);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the trend");
	}
	*out = trend;
	return true;
}

void ra_trend_free(struct ra_trend *trend)
{
	if (trend) {
		ra_holder_series_done(&trend->holders);
		ra_holder_series_done(&trend->classes);
		free(trend->holder_rows);
		free(trend->class_rows);
		free(trend);
	}
}
