/* What grows with each of several dumps of one program: places and classes, with a straight line through their bytes. */
#ifndef RA_TREND_H
#define RA_TREND_H

#include "base/output.h"
#include "report/compare.h"

struct ra_trend_row {
	const struct ra_holder_series *series;
	double slope_bytes; /* per dump: least squares over the number of the dump */
	double fit;         /* r squared; 1: a straight line */
	bool steady;        /* more in every dump than in the one before */
	char signature[17]; /* the same for the same place in other dumps: for a ticket */
};

struct ra_trend {
	const struct ra_side *sides;
	uint32_t side_count;
	struct ra_holder_series_set holders;
	struct ra_holder_series_set classes;
	struct ra_trend_row *holder_rows; /* growing ones, the steepest first */
	uint32_t holder_count;
	struct ra_trend_row *class_rows;
	uint32_t class_count;
};

/* The sides, two or more in the order of time, must outlive the trend. *out is owned by the caller. */
bool ra_trend_make(
	const struct ra_side *sides, uint32_t side_count, struct ra_trend **out, struct ra_error *err);
void ra_trend_free(struct ra_trend *trend); /* NULL is allowed */

void ra_out_trend_text(struct ra_output *output, const struct ra_trend *trend);
/* NULL: no memory. */
json_t *ra_trend_json(const struct ra_trend *trend);

#endif
