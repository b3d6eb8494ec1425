/* See saved.h. */
#include "store/saved.h"

#include <stdlib.h>
#include <string.h>

#include "base/large.h"

void ra_rows_reserve(struct ra_rows *rows, uint64_t length)
{
	if (rows->bytes || length > SIZE_MAX) {
		return;
	}
	rows->bytes = ra_large((size_t)length, 1);
	rows->capacity = rows->bytes ? length : 0;
}

bool ra_rows_grow(struct ra_rows *rows, size_t length)
{
	uint64_t capacity = rows->capacity ? rows->capacity * 2 : 65536;

	while (capacity - rows->length < length) {
		capacity *= 2;
	}
	uint8_t *const bytes = capacity <= SIZE_MAX ? realloc(rows->bytes, (size_t)capacity) : NULL;

	if (!bytes) {
		return false;
	}
	rows->bytes = bytes;
	rows->capacity = capacity;
	return true;
}

bool ra_saved_add_text(struct ra_saved *saved, const void *bytes, size_t length)
{
	if (saved->text_count == RA_NO_TEXT - 1 || length > UINT32_MAX - 4) {
		return false;
	}
	if (saved->text_count == saved->text_capacity) {
		const uint64_t wanted = saved->text_capacity ? (uint64_t)saved->text_capacity * 2 : 1024;
		const uint32_t capacity = wanted < RA_NO_TEXT ? (uint32_t)wanted : RA_NO_TEXT - 1;
		uint64_t *const places = reallocarray(saved->text_at, capacity, sizeof(*places));

		if (!places) {
			return false;
		}
		saved->text_at = places;
		saved->text_capacity = capacity;
	}
	const uint64_t place = saved->rows[RA_SAVED_TEXTS].length;
	uint8_t *const at = ra_rows_add(&saved->rows[RA_SAVED_TEXTS], length + 4);

	if (!at) {
		return false;
	}
	ra_put32(at, (uint32_t)length);
	if (length > 0) {
		memcpy(at + 4, bytes, length);
	}
	saved->text_at[saved->text_count++] = place;
	return true;
}

const char *ra_saved_text(const struct ra_saved *saved, uint32_t number, uint32_t *length)
{
	if (number >= saved->text_count) {
		*length = 0;
		return "";
	}
	const uint8_t *const at = saved->rows[RA_SAVED_TEXTS].bytes + saved->text_at[number];

	*length = ra_le32(at);
	return (const char *)at + 4;
}

bool ra_saved_text_is(const struct ra_saved *saved, uint32_t number, const char *text)
{
	uint32_t length;
	const char *const bytes = ra_saved_text(saved, number, &length);

	return strlen(text) == length && memcmp(bytes, text, length) == 0;
}

char *ra_saved_copy(const struct ra_saved *saved, uint32_t number)
{
	uint32_t length;
	const char *const bytes = ra_saved_text(saved, number, &length);
	char *const copy = malloc((size_t)length + 1);

	if (copy) {
		memcpy(copy, bytes, length);
		copy[length] = '\0';
	}
	return copy;
}

struct ra_saved_node ra_saved_node(const struct ra_saved *saved, uint32_t row)
{
	return ra_saved_node_of(saved->rows[RA_SAVED_NODES].bytes + (size_t)row * RA_NODE_ROW);
}

struct ra_saved_edge ra_saved_edge(const struct ra_saved *saved, uint32_t row)
{
	return ra_saved_edge_of(saved->rows[RA_SAVED_EDGES].bytes + (size_t)row * RA_EDGE_ROW);
}

struct ra_saved_location ra_saved_location(const struct ra_saved *saved, uint32_t row)
{
	return ra_saved_location_of(
		saved->rows[RA_SAVED_LOCATIONS].bytes + (size_t)row * RA_LOCATION_ROW);
}

struct ra_saved_pair ra_saved_attribute(const struct ra_saved *saved, uint32_t row)
{
	return ra_saved_pair_of(
		saved->rows[RA_SAVED_ATTRIBUTES].bytes + (size_t)row * RA_ATTRIBUTE_ROW);
}

struct ra_saved_pair ra_saved_summary(const struct ra_saved *saved, uint32_t row)
{
	const uint8_t *const at = saved->rows[RA_SAVED_SUMMARY].bytes + (size_t)row * RA_SUMMARY_ROW;

	return (struct ra_saved_pair){0, ra_le32(at), ra_le32(at + 4)};
}

/* ---- the check ---- */

static const char *const section_names[RA_SAVED_SECTIONS] = {
	[RA_SAVED_TEXTS] = "the texts",
	[RA_SAVED_NODES] = "nodes",
	[RA_SAVED_EDGES] = "edges",
	[RA_SAVED_LOCATIONS] = "locations",
	[RA_SAVED_ATTRIBUTES] = "attributes",
	[RA_SAVED_SUMMARY] = "the summary",
	[RA_SAVED_RUNS] = "the runs",
};

const char *ra_saved_section_name(enum ra_saved_section section)
{
	return section_names[section];
}

static bool is_text(const struct ra_saved *saved, uint32_t number)
{
	return number == RA_NO_TEXT || number < saved->text_count;
}

bool ra_saved_check(const struct ra_saved *saved, struct ra_error *err)
{
	for (unsigned s = RA_SAVED_NODES; s <= RA_SAVED_SUMMARY; s++) {
		if (saved->rows[s].count >= RA_NO_ID) {
			return ra_fail(err, RA_ERR_LIMIT, RA_NOWHERE,
				"the saved graph has more than 4,294,967,294 rows of %s", section_names[s]);
		}
	}
	for (uint32_t row = 0; row < saved->rows[RA_SAVED_SUMMARY].count; row++) {
		const struct ra_saved_pair pair = ra_saved_summary(saved, row);

		if (!is_text(saved, pair.key) || !is_text(saved, pair.value)) {
			return ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE,
				"row %u of %s of the saved graph names something that is not there", row,
				section_names[RA_SAVED_SUMMARY]);
		}
	}
	return true;
}

void ra_saved_done(struct ra_saved *saved)
{
	for (unsigned i = 0; i < RA_SAVED_SECTIONS; i++) {
		free(saved->rows[i].bytes);
	}
	free(saved->text_at);
	memset(saved, 0, sizeof(*saved));
}
