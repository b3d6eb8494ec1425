/* The strings of the heap, equal ones together. See look.h. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "findings/path.h"
#include "findings/string_sweep.h"
#include "query/pattern.h"

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

uint64_t ra_string_row_key(const struct ra_string_row *row, bool by_copies)
{
	const uint64_t bytes = row->bytes < UINT32_MAX ? row->bytes : UINT32_MAX;

	return by_copies ? UINT64_MAX - ((uint64_t)row->copies << 32 | bytes) : UINT64_MAX - row->bytes;
}

/* The largest first, or those with the most copies. False: no memory. */
static bool sort_strings(struct ra_string_rows *rows, bool by_copies)
{
	struct ra_keyed *const order = calloc((size_t)rows->count + 1, sizeof(*order));
	struct ra_string_row *const sorted = calloc((size_t)rows->count + 1, sizeof(*sorted));

	if (!order || !sorted) {
		free(order);
		free(sorted);
		return false;
	}
	for (uint32_t i = 0; i < rows->count; i++) {
		order[i] = (struct ra_keyed){
			.key = ra_string_row_key(&rows->items[i], by_copies),
			.id = rows->items[i].first,
			.more = i,
		};
	}
	ra_sort_keyed(order, rows->count);
	for (uint32_t i = 0; i < rows->count; i++) {
		sorted[i] = rows->items[order[i].more];
	}
	free(order);
	free(rows->items);
	rows->items = sorted;
	return true;
}

static int matches(struct ra_snapshot *snapshot, const struct ra_pattern *pattern, ra_node node)
{
	char bytes[RA_PATTERN_BYTES];
	uint64_t length;
	size_t got = 0;

	return ra_path_string_bytes(snapshot, node, bytes, sizeof(bytes), &got, &length)
			   ? ra_pattern_matches(pattern, bytes, got)
			   : 0;
}

static bool list_strings(
	struct ra_snapshot *snapshot, const struct ra_pattern *pattern, struct ra_string_rows *out)
{
	struct ra_string_sweep sweep;
	int matched = 1;

	if (!ra_string_sweep_make(snapshot, &sweep)) {
		return false;
	}
	ra_string_sweep_group(&sweep);
	out->items = calloc((size_t)sweep.count + 1, sizeof(*out->items));
	for (uint32_t begin = 0, end; out->items && matched >= 0 && begin < sweep.count; begin = end) {
		struct ra_string_row row = {
			.first = sweep.items[begin].node, .length = sweep.items[begin].length};

		for (end = begin; end < sweep.count && sweep.items[end].hash == sweep.items[begin].hash &&
						  sweep.items[end].length == sweep.items[begin].length;
			end++) {
			row.copies++;
			row.bytes += snapshot->graph->own_bytes[sweep.items[end].node];
		}
		if (pattern) {
			matched = matches(snapshot, pattern, row.first);
		}
		if (matched > 0) {
			out->items[out->count++] = row;
		}
	}
	ra_string_sweep_done(&sweep);
	return out->items != NULL && matched >= 0;
}

/* The row that is the so manieth in the order. NULL: the index is damaged. */
static const struct ra_string_row *kept_row(
	const struct ra_snapshot *snapshot, bool by_copies, uint32_t number)
{
	const struct ra_tables *const tables = snapshot->tables;
	const uint32_t at = by_copies ? tables->strings_by_copies[number] : number;
	const struct ra_string_row *const row = at < tables->string_count ? &tables->strings[at] : NULL;

	return row && row->first < snapshot->graph->node_count &&
				   snapshot->graph->kind[row->first] == RA_NODE_STRING
			   ? row
			   : NULL;
}

/* Of the index, which has them in order. */
static bool take_strings(struct ra_snapshot *snapshot, const struct ra_pattern *pattern,
	bool by_copies, uint32_t from, uint32_t limit, struct ra_string_rows *out, struct ra_error *err)
{
	const uint32_t all = snapshot->tables->string_count;
	const uint32_t room = limit > 0 && limit < all ? limit : all;
	/* without an expression only the rows that are wanted are looked at */
	uint32_t number = pattern ? 0 : from < all ? from : all;

	out->items = calloc((size_t)room + 1, sizeof(*out->items));
	out->total = pattern ? 0 : all;
	for (; out->items && number < all && (pattern || out->count < room); number++) {
		const struct ra_string_row *const row = kept_row(snapshot, by_copies, number);
		const int matched = row && pattern ? matches(snapshot, pattern, row->first) : 1;

		if (!row) {
			return ra_query_damaged(err);
		}
		if (matched < 0) {
			return no_memory(err);
		}
		if (matched > 0 && (!pattern || out->total++ >= from) && out->count < room) {
			out->items[out->count++] = *row;
		}
	}
	return out->items || no_memory(err);
}

/* The rows that are wanted, and no others. */
static void keep_some(struct ra_string_rows *rows, uint32_t from, uint32_t limit)
{
	rows->total = rows->count;
	from = from < rows->count ? from : rows->count;
	rows->count -= from;
	rows->count = limit > 0 && limit < rows->count ? limit : rows->count;
	memmove(rows->items, rows->items + from, rows->count * sizeof(*rows->items));
}

static bool make_strings(struct ra_snapshot *snapshot, const struct ra_pattern *pattern,
	bool by_copies, uint32_t from, uint32_t limit, struct ra_string_rows *out, struct ra_error *err)
{
	if (snapshot->tables) {
		return take_strings(snapshot, pattern, by_copies, from, limit, out, err);
	}
	if (!list_strings(snapshot, pattern, out) || !sort_strings(out, by_copies)) {
		return no_memory(err);
	}
	keep_some(out, from, limit);
	return true;
}

bool ra_query_strings(struct ra_snapshot *snapshot, const char *pattern, bool by_copies,
	struct ra_string_rows *out, struct ra_error *err)
{
	return ra_query_some_strings(snapshot, pattern, by_copies, 0, 0, out, err);
}

bool ra_query_some_strings(struct ra_snapshot *snapshot, const char *pattern, bool by_copies,
	uint32_t from, uint32_t limit, struct ra_string_rows *out, struct ra_error *err)
{
	struct ra_pattern compiled;

	*out = (struct ra_string_rows){.items = NULL};
	if (pattern && !ra_pattern_init(&compiled, pattern, err)) {
		return false;
	}
	const bool made =
		make_strings(snapshot, pattern ? &compiled : NULL, by_copies, from, limit, out, err);

	if (pattern) {
		ra_pattern_done(&compiled);
	}
	if (!made) {
		ra_string_rows_done(out);
	}
	return made;
}

bool ra_query_equal_strings(
	struct ra_snapshot *snapshot, ra_node string, struct ra_found *out, struct ra_error *err)
{
	struct ra_string_sweep sweep;
	uint64_t hash = 0, length = 0;
	const bool readable = ra_string_hash(snapshot, string, &hash, &length);
	const uint32_t wanted = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;

	*out = (struct ra_found){.class_index = RA_NO_CLASS};
	if (!ra_string_sweep_make(snapshot, &sweep)) {
		return no_memory(err);
	}
	out->nodes = calloc((size_t)sweep.count + 1, sizeof(*out->nodes));
	for (uint32_t i = 0; out->nodes && readable && i < sweep.count; i++) {
		if (sweep.items[i].hash == hash && sweep.items[i].length == wanted) {
			out->nodes[out->count++] = sweep.items[i].node;
		}
	}
	ra_string_sweep_done(&sweep);
	if (!out->nodes) {
		return no_memory(err);
	}
	if (out->count == 0) {
		out->nodes[out->count++] = string;
	}
	return true;
}

void ra_string_rows_done(struct ra_string_rows *rows)
{
	free(rows->items);
	*rows = (struct ra_string_rows){.items = NULL};
}
