/* See rmem_file.h. The one door of the file's bytes: places and lengths are checked against its size before anything is
 * taken from them. */
#include "store/rmem_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SECTIONS 1024u

const char *const ra_rmem_sections[RA_SAVED_SECTIONS] = {[RA_SAVED_TEXTS] = "string_dict",
	[RA_SAVED_NODES] = "nodes",
	[RA_SAVED_EDGES] = "edges",
	[RA_SAVED_LOCATIONS] = "locations",
	[RA_SAVED_ATTRIBUTES] = "attributes",
	[RA_SAVED_SUMMARY] = "summary",
	[RA_SAVED_RUNS] = "runs"};

static const uint32_t row_bytes[RA_SAVED_SECTIONS] = {[RA_SAVED_NODES] = RA_NODE_ROW,
	[RA_SAVED_EDGES] = RA_EDGE_ROW,
	[RA_SAVED_LOCATIONS] = RA_LOCATION_ROW,
	[RA_SAVED_ATTRIBUTES] = RA_ATTRIBUTE_ROW};

struct entry {
	uint64_t at, length, count;
	bool there;
};

static bool read_table(struct ra_source *source, struct entry *entries, struct ra_error *err)
{
	uint8_t header[RA_RMEM_HEADER], entry[RA_RMEM_ENTRY];

	if (source->size_bytes < sizeof(header)) {
		return ra_fail(err, RA_ERR_FORMAT, 0, "the .rmem file ends in its header");
	}
	if (!ra_source_get(source, 0, header, sizeof(header), err)) {
		return false;
	}
	const uint32_t version = ra_le32(header + 4), count = ra_le32(header + 12);
	const uint64_t table = ra_le64(header + 16);

	if (version != 1 || ra_le32(header + 8) != 1) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, 4,
			"version %" PRIu32 " of the .rmem format (flags %" PRIu32 "): 1 is supported", version,
			ra_le32(header + 8));
	}
	if (count > MAX_SECTIONS || table > source->size_bytes ||
		(uint64_t)count * RA_RMEM_ENTRY > source->size_bytes - table) {
		return ra_fail(err, RA_ERR_FORMAT, 16,
			"the table of contents of the .rmem file lies outside it: the file was cut off");
	}
	for (uint32_t i = 0; i < count; i++) {
		const uint64_t place = table + (uint64_t)i * RA_RMEM_ENTRY;

		if (!ra_source_get(source, place, entry, sizeof(entry), err)) {
			return false;
		}
		for (unsigned s = 0; s < RA_SAVED_SECTIONS; s++) {
			if (strncmp((const char *)entry, ra_rmem_sections[s], RA_RMEM_NAME) != 0 ||
				entries[s].there) {
				continue;
			}
			entries[s] = (struct entry){ra_le64(entry + RA_RMEM_NAME),
				ra_le64(entry + RA_RMEM_NAME + 8), ra_le64(entry + RA_RMEM_NAME + 16), true};
			if (entries[s].at > source->size_bytes ||
				entries[s].length > source->size_bytes - entries[s].at) {
				return ra_fail(err, RA_ERR_FORMAT, place,
					"the section '%s' of the .rmem file lies outside it", ra_rmem_sections[s]);
			}
		}
	}
	return true;
}

static bool read_bytes(struct ra_source *source, uint64_t at, uint64_t length, struct ra_rows *rows,
	struct ra_error *err)
{
	const size_t piece = 4u << 20;

	if (length == 0) {
		return true;
	}
	ra_rows_reserve(rows, length);
	if (!rows->bytes) { /* few, or no such memory */
		rows->bytes = length < SIZE_MAX ? malloc((size_t)length) : NULL;
		rows->capacity = length;
	}
	if (!rows->bytes) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the saved graph");
	}
	rows->length = length;
	for (uint64_t done = 0; done < length;) {
		const size_t size = length - done < piece ? (size_t)(length - done) : piece;

		if (!ra_source_stream(source, at + done, rows->bytes + done, size, err)) {
			return false;
		}
		done += size;
	}
	return true;
}

/* Where each text begins. The count costs the file four bytes a text, so it bounds itself. */
static bool find_texts(struct ra_saved *saved, uint32_t count, uint64_t at, struct ra_error *err)
{
	const struct ra_rows *const rows = &saved->rows[RA_SAVED_TEXTS];
	uint64_t place = 0;

	if (count > rows->length / 4 || count == RA_NO_TEXT) {
		return ra_fail(err, RA_ERR_FORMAT, at,
			"the dictionary of the .rmem file holds fewer than its %" PRIu32 " texts", count);
	}
	saved->text_at = reallocarray(NULL, (size_t)count + 1, sizeof(*saved->text_at));
	if (!saved->text_at) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the saved graph");
	}
	for (uint32_t i = 0; i < count; i++) {
		if (rows->length - place < 4 || ra_le32(rows->bytes + place) > rows->length - place - 4) {
			return ra_fail(err, RA_ERR_FORMAT, at + 4 + place,
				"text %" PRIu32 " of the .rmem file's dictionary is cut off", i);
		}
		saved->text_at[i] = place;
		place += 4 + (uint64_t)ra_le32(rows->bytes + place);
	}
	saved->text_count = saved->text_capacity = count;
	return true;
}

/* A u32 before the rows tells their number. */
static bool read_counted(struct ra_source *source, const struct entry *entry, struct ra_rows *rows,
	uint32_t *count, struct ra_error *err)
{
	uint8_t number[4];

	if (entry->length < 4) {
		return ra_fail(err, RA_ERR_FORMAT, entry->at, "a section of the .rmem file is cut off");
	}
	if (!ra_source_get(source, entry->at, number, sizeof(number), err)) {
		return false;
	}
	*count = ra_le32(number);
	return read_bytes(source, entry->at + 4, entry->length - 4, rows, err);
}

/* They stay in the file until somebody reads them. */
static bool find_rows(struct ra_source *source, const struct entry *entry,
	enum ra_saved_section section, struct ra_rows *rows, struct ra_error *err)
{
	if (entry->length % row_bytes[section] != 0) {
		return ra_fail(err, RA_ERR_FORMAT, entry->at,
			"the section '%s' of the .rmem file is no whole number of rows",
			ra_rmem_sections[section]);
	}
	rows->count = entry->length / row_bytes[section];
	rows->length = entry->length;
	rows->source = source;
	rows->at = entry->at;
	return true;
}

static void read_run(const struct ra_rows *rows, struct ra_saved *saved)
{
	const size_t most = sizeof(saved->created_at) - 1;

	if (rows->length >= 4) {
		const uint32_t length = ra_le32(rows->bytes);

		if (length <= rows->length - 4 && length <= most) {
			memcpy(saved->created_at, rows->bytes + 4, length);
		}
	}
}

bool ra_rmem_read(struct ra_source *source, struct ra_saved *out, struct ra_error *err)
{
	struct entry entries[RA_SAVED_SECTIONS] = {0};
	struct ra_rows *const summary = &out->rows[RA_SAVED_SUMMARY];
	uint32_t texts, pairs, runs;

	if (!read_table(source, entries, err)) {
		return false;
	}
	for (unsigned s = 0; s < RA_SAVED_SECTIONS; s++) {
		if (!entries[s].there) {
			return ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE, "the .rmem file has no section '%s'",
				ra_rmem_sections[s]);
		}
	}
	for (unsigned s = RA_SAVED_NODES; s <= RA_SAVED_ATTRIBUTES; s++) {
		if (!find_rows(source, &entries[s], (enum ra_saved_section)s, &out->rows[s], err)) {
			return false;
		}
	}
	if (!read_counted(source, &entries[RA_SAVED_TEXTS], &out->rows[RA_SAVED_TEXTS], &texts, err) ||
		!find_texts(out, texts, entries[RA_SAVED_TEXTS].at, err) ||
		!read_counted(source, &entries[RA_SAVED_SUMMARY], summary, &pairs, err) ||
		!read_counted(source, &entries[RA_SAVED_RUNS], &out->rows[RA_SAVED_RUNS], &runs, err)) {
		return false;
	}
	if (pairs > summary->length / RA_SUMMARY_ROW) {
		return ra_fail(err, RA_ERR_FORMAT, entries[RA_SAVED_SUMMARY].at,
			"the summary of the .rmem file is cut off");
	}
	summary->count = pairs;
	read_run(&out->rows[RA_SAVED_RUNS], out);
	return true;
}
