/* The strings of the heap, equal ones together. See look.h. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "findings/path.h"
#include "findings/string_sweep.h"
#include "query/by_name.h"
#include "query/pattern.h"
#include "query/pieces.h"

enum {
	NAME_COLUMNS = 200 /* of a string, by which it is sorted */
};

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

/* ---- which match ---- */

enum mark { /* of a row */
	MARK_NOT,
	MARK_MATCHES,
	MARK_DAMAGED
};

struct matching {
	const char *text; /* the expression */
	const struct ra_pattern *pattern;
	const struct ra_string_row *rows;
	uint8_t *marks;
	bool no_memory[RA_PIECES];
};

static bool is_sound(const struct ra_graph *graph, const struct ra_string_row *row)
{
	return row->first < graph->node_count && graph->kind[row->first] == RA_NODE_STRING;
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

/* False: no memory. */
static bool match_rows(const struct matching *matching, struct ra_snapshot *snapshot,
	const struct ra_pattern *pattern, uint32_t begin, uint32_t end)
{
	for (uint32_t i = begin; i < end; i++) {
		const struct ra_string_row *const row = &matching->rows[i];
		const int matched =
			is_sound(snapshot->graph, row) ? matches(snapshot, pattern, row->first) : MARK_DAMAGED;

		if (matched < 0) {
			return false;
		}
		matching->marks[i] = (uint8_t)matched;
	}
	return true;
}

/* One that has no thread beside it takes the pattern that is there. */
static void match_piece(
	void *context, struct ra_snapshot *snapshot, uint32_t number, uint32_t begin, uint32_t end)
{
	struct matching *const matching = context;
	struct ra_error ignored = {0};
	struct ra_pattern pattern;

	if (number == 0) {
		matching->no_memory[0] = !match_rows(matching, snapshot, matching->pattern, begin, end);
		return;
	}
	if (!ra_pattern_init(&pattern, matching->text, &ignored)) {
		matching->no_memory[number] = true;
		return;
	}
	matching->no_memory[number] = !match_rows(matching, snapshot, &pattern, begin, end);
	ra_pattern_done(&pattern);
}

/* One mark per row, owned by the caller; NULL: no memory. */
static uint8_t *mark_rows(struct ra_snapshot *snapshot, const char *text,
	const struct ra_pattern *pattern, const struct ra_string_row *rows, uint32_t count)
{
	struct matching matching = {
		.text = text, .pattern = pattern, .rows = rows, .marks = calloc((size_t)count + 1, 1)};
	bool good = matching.marks;

	if (good && pattern->large) {
		match_piece(&matching, snapshot, 0, 0, count);
	} else if (good) {
		ra_in_pieces(snapshot, count, match_piece, &matching);
	}
	for (int i = 0; i < RA_PIECES; i++) {
		good = good && !matching.no_memory[i];
	}
	if (!good) {
		free(matching.marks);
	}
	return good ? matching.marks : NULL;
}

/* ---- by a walk ---- */

static bool list_strings(struct ra_snapshot *snapshot, struct ra_string_rows *out)
{
	struct ra_string_sweep sweep;

	if (!ra_string_sweep_make(snapshot, &sweep)) {
		return false;
	}
	ra_string_sweep_group(&sweep);
	out->items = calloc((size_t)sweep.count + 1, sizeof(*out->items));
	for (uint32_t begin = 0, end; out->items && begin < sweep.count; begin = end) {
		struct ra_string_row row = {
			.first = sweep.items[begin].node, .length = sweep.items[begin].length};

		for (end = begin; end < sweep.count && sweep.items[end].hash == sweep.items[begin].hash &&
						  sweep.items[end].length == sweep.items[begin].length;
			end++) {
			row.copies++;
			row.bytes += ra_node_own_bytes(snapshot->graph, sweep.items[end].node);
		}
		out->items[out->count++] = row;
	}
	ra_string_sweep_done(&sweep);
	return out->items != NULL;
}

/* False: no memory. */
static bool keep_matches(struct ra_snapshot *snapshot, const char *text,
	const struct ra_pattern *pattern, struct ra_string_rows *rows)
{
	uint8_t *const marks = mark_rows(snapshot, text, pattern, rows->items, rows->count);
	uint32_t kept = 0;

	for (uint32_t i = 0; marks && i < rows->count; i++) {
		if (marks[i] == MARK_MATCHES) {
			rows->items[kept++] = rows->items[i];
		}
	}
	rows->count = kept;
	free(marks);
	return marks != NULL;
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

/* ---- from an index ---- */

/* The number of the row that is the so manieth in the order; UINT32_MAX: the index is damaged. */
static uint32_t kept_row(const struct ra_tables *tables, bool by_copies, uint32_t place)
{
	const uint32_t number = by_copies ? tables->strings_by_copies[place] : place;

	return number < tables->string_count ? number : UINT32_MAX;
}

/* Which has them in order. `marks`: NULL: all. */
static bool take_strings(struct ra_snapshot *snapshot, const uint8_t *marks, bool by_copies,
	uint32_t from, uint32_t limit, struct ra_string_rows *out, struct ra_error *err)
{
	const struct ra_tables *const tables = snapshot->tables;
	const uint32_t all = tables->string_count;
	const uint32_t room = limit > 0 && limit < all ? limit : all;
	/* without an expression only the rows that are wanted are looked at */
	uint32_t place = marks ? 0 : from < all ? from : all;

	out->items = calloc((size_t)room + 1, sizeof(*out->items));
	out->total = marks ? 0 : all;
	for (; out->items && place < all && (marks || out->count < room); place++) {
		const uint32_t number = kept_row(tables, by_copies, place);

		if (number == UINT32_MAX || !is_sound(snapshot->graph, &tables->strings[number])) {
			return ra_query_damaged(err);
		}
		if ((!marks || (marks[number] == MARK_MATCHES && out->total++ >= from)) &&
			out->count < room) {
			out->items[out->count++] = tables->strings[number];
		}
	}
	return out->items || ra_query_no_memory(err);
}

/* ---- all ---- */

static bool make_strings(struct ra_snapshot *snapshot, const char *text,
	const struct ra_pattern *pattern, bool by_copies, uint32_t from, uint32_t limit,
	struct ra_string_rows *out, struct ra_error *err)
{
	const struct ra_tables *const tables = snapshot->tables;

	if (tables) {
		uint8_t *const marks =
			pattern ? mark_rows(snapshot, text, pattern, tables->strings, tables->string_count)
					: NULL;
		const bool good = !pattern || marks
							  ? take_strings(snapshot, marks, by_copies, from, limit, out, err)
							  : ra_query_no_memory(err);

		free(marks);
		return good;
	}
	if (!list_strings(snapshot, out) || (pattern && !keep_matches(snapshot, text, pattern, out)) ||
		!sort_strings(out, by_copies)) {
		return ra_query_no_memory(err);
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
	const bool made = make_strings(
		snapshot, pattern, pattern ? &compiled : NULL, by_copies, from, limit, out, err);

	if (pattern) {
		ra_pattern_done(&compiled);
	}
	if (!made) {
		ra_string_rows_done(out);
	}
	return made;
}

static bool name_string(struct ra_snapshot *snapshot, void *context, struct ra_named *row)
{
	const struct ra_string_rows *const rows = context;

	row->id = rows->items[row->number].first;
	row->name = ra_query_label(snapshot, row->id, NAME_COLUMNS);
	return row->name;
}

bool ra_query_strings_by_name(struct ra_snapshot *snapshot, const char *pattern,
	const struct ra_rows_wanted *wanted, struct ra_string_rows *out, struct ra_error *err)
{
	if (!ra_query_strings(snapshot, pattern, false, out, err)) {
		return false;
	}
	const uint32_t begin = ra_rows_begin(wanted, out->count), end = ra_rows_end(wanted, out->count);

	if (!ra_first_by_name(
			snapshot, out->items, out->count, sizeof(*out->items), end, name_string, out)) {
		ra_string_rows_done(out);
		return ra_query_no_memory(err);
	}
	out->count = end - begin;
	memmove(out->items, out->items + begin, out->count * sizeof(*out->items));
	return true;
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
		return ra_query_no_memory(err);
	}
	out->nodes = calloc((size_t)sweep.count + 1, sizeof(*out->nodes));
	for (uint32_t i = 0; out->nodes && readable && i < sweep.count; i++) {
		if (sweep.items[i].hash == hash && sweep.items[i].length == wanted) {
			out->nodes[out->count++] = sweep.items[i].node;
		}
	}
	ra_string_sweep_done(&sweep);
	if (!out->nodes) {
		return ra_query_no_memory(err);
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
