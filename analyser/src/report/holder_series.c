/* See holder_series.h. */
#include "report/holder_series.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/finding_key.h"

/* A kind of row. */
struct source {
	const json_t *(*rows_of)(const json_t *report);
	char *(*key_of)(const json_t *row); /* "": not a row of interest; NULL: no memory */
	const char *bytes;
	const char *elements;
};

#define MAX_BYTES (INT64_C(1) << 53)

struct entry { /* a row of one report */
	char *key;
	uint32_t report;
	const json_t *row;
};

static char *holder_key(const json_t *row)
{
	const json_t *const paths = json_object_get(row, "paths");
	const json_t *path;
	struct ra_buffer key = {0};
	size_t index;

	json_array_foreach(paths, index, path)
	{
		const char *const text = json_string_value(path);
		char *const pattern = text ? ra_path_pattern(text) : NULL;
		char *const clean = pattern ? ra_text_clean(pattern, strlen(pattern)) : NULL;

		if (clean) {
			ra_buffer_text(&key, index > 0 ? ", " : "");
			ra_buffer_text(&key, clean);
		}
		free(clean);
		free(pattern);
	}
	if (key.length == 0 && !key.failed) {
		free(ra_buffer_take(&key));
		return strdup("");
	}
	return ra_buffer_take(&key);
}

/* A saved report may say anything: what is beyond 2^53 or below zero is no number of bytes or values. */
static int64_t int_of(const json_t *row, const char *name)
{
	const json_int_t value = json_integer_value(json_object_get(row, name));

	return value >= 0 && value < MAX_BYTES ? value : 0;
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *const a = left;
	const struct entry *const b = right;
	const int order = strcmp(a->key, b->key);

	return order ? order : (a->report > b->report) - (a->report < b->report);
}

static const json_t *holder_rows(const json_t *report)
{
	return json_object_get(json_object_get(report, "answer"), "holders");
}

static char *class_key(const json_t *row)
{
	const char *const name = json_string_value(json_object_get(row, "class_name"));

	return name ? ra_text_clean(name, strlen(name)) : strdup("");
}

static const json_t *class_rows(const json_t *report)
{
	return json_object_get(json_object_get(report, "tables"), "classes");
}

static const struct source holders = {holder_rows, holder_key, "bytes", "elements"};
static const struct source classes = {class_rows, class_key, "memory_bytes", "count"};

static void entries_done(struct entry *entries, size_t count)
{
	for (size_t i = 0; entries && i < count; i++) {
		free(entries[i].key);
	}
	free(entries);
}

/* Rows that are places. NULL: no memory. */
static struct entry *collect(
	const struct source *source, const json_t *const *reports, uint32_t report_count, size_t *count)
{
	struct entry *entries;
	size_t room = 0;

	*count = 0;
	for (uint32_t i = 0; i < report_count; i++) {
		room += json_array_size(source->rows_of(reports[i]));
	}
	entries = calloc(room + 1, sizeof(*entries));
	for (uint32_t i = 0; entries && i < report_count; i++) {
		const json_t *row;
		size_t index;

		json_array_foreach(source->rows_of(reports[i]), index, row)
		{
			char *const key = source->key_of(row);

			if (!key) {
				entries_done(entries, *count);
				return NULL;
			}
			if (*key == '\0') {
				free(key);
			} else {
				entries[(*count)++] = (struct entry){key, i, row};
			}
		}
	}
	return entries;
}

static void add_point(const struct source *source, struct ra_holder_point *point, const json_t *row)
{
	const json_t *const elements = json_object_get(row, source->elements);

	if (!point->there) {
		*point = (struct ra_holder_point){.there = true, .row = row};
	}
	point->bytes += int_of(row, source->bytes);
	if (json_is_integer(elements)) {
		point->has_elements = true;
		point->elements += int_of(row, source->elements);
	}
}

/* Entries come sorted by key. A new series takes the entry's key. */
static bool add_entry(
	const struct source *source, struct ra_holder_series_set *set, struct entry *entry)
{
	struct ra_holder_series *series = &set->items[set->count];

	if (set->count > 0 && strcmp(series[-1].key, entry->key) == 0) {
		series--;
	} else {
		series->points = calloc(set->report_count, sizeof(*series->points));
		if (!series->points) {
			return false;
		}
		series->key = entry->key;
		entry->key = NULL;
		set->count++;
	}
	add_point(source, &series->points[entry->report], entry->row);
	return true;
}

static bool make(const struct source *source, const json_t *const *reports, uint32_t report_count,
	struct ra_holder_series_set *out)
{
	size_t count;
	struct entry *const entries = collect(source, reports, report_count, &count);

	*out = (struct ra_holder_series_set){.report_count = report_count};
	if (!entries) {
		return false;
	}
	qsort(entries, count, sizeof(*entries), compare_entries);
	out->items = calloc(count + 1, sizeof(*out->items));

	bool made = out->items != NULL;

	for (size_t i = 0; made && i < count; i++) {
		made = add_entry(source, out, &entries[i]);
	}
	entries_done(entries, count);
	return made;
}

bool ra_holder_series_make(
	const json_t *const *reports, uint32_t report_count, struct ra_holder_series_set *out)
{
	return make(&holders, reports, report_count, out);
}

bool ra_class_series_make(
	const json_t *const *reports, uint32_t report_count, struct ra_holder_series_set *out)
{
	return make(&classes, reports, report_count, out);
}

void ra_holder_series_done(struct ra_holder_series_set *set)
{
	for (uint32_t i = 0; i < set->count; i++) {
		free(set->items[i].key);
		free(set->items[i].points);
	}
	free(set->items);
	*set = (struct ra_holder_series_set){NULL, 0, 0};
}

char *ra_holder_content(const json_t *row)
{
	const json_t *const part = json_array_get(json_object_get(row, "content"), 0);
	const char *const class = json_string_value(json_object_get(part, "class"));
	const char *const name = class ? class : json_string_value(json_object_get(part, "type"));
	const char *const site = json_string_value(json_object_get(part, "site"));
	const char *const file = site && strrchr(site, '/') ? strrchr(site, '/') + 1 : site;
	char *const clean = name ? ra_text_clean(name, strlen(name)) : NULL;
	char *const place = file ? ra_text_clean(file, strlen(file)) : NULL;
	char *text = NULL;

	if (clean) {
		text = ra_text_printf("%s %s%s%s", RA_COUNT((uint64_t)int_of(part, "count")), clean,
			place ? ", " : "", place ? place : "");
	}
	free(clean);
	free(place);
	return text;
}
