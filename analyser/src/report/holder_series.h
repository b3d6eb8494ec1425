/* Rows of "who holds it", or of classes, over several reports: the same place in each, by its paths without indices and
 * line numbers; the same class by its name. */
#ifndef RA_HOLDER_SERIES_H
#define RA_HOLDER_SERIES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct ra_holder_point { /* one report */
	bool there;
	bool has_elements;
	int64_t bytes;
	int64_t elements;
	const json_t *row; /* points into the report */
};

struct ra_holder_series {
	char *key; /* "$cache->map, $log->rows[*]": clean text */
	struct ra_holder_point *points;
};

struct ra_holder_series_set {
	struct ra_holder_series *items; /* by key */
	uint32_t count;
	uint32_t report_count;
};

/* The reports must outlive the set. False: no memory; *out is to be ended in any case. */
bool ra_holder_series_make(
	const json_t *const *reports, uint32_t report_count, struct ra_holder_series_set *out);
/* The same of classes: elements are objects. */
bool ra_class_series_make(
	const json_t *const *reports, uint32_t report_count, struct ra_holder_series_set *out);
void ra_holder_series_done(struct ra_holder_series_set *set);

/* "3,000 Mail\Message, mailer.php:88" of a row, clean; NULL: nothing to say, or no memory. Owned by the caller. */
char *ra_holder_content(const json_t *row);

#endif
