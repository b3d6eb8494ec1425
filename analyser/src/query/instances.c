/* Instances of a class: their properties, which of them, and in groups; and strings. See look.h. */
#include "query/look.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/string_sweep.h"
#include "query/pattern.h"

enum {
	NAME_BYTES = 256,
	VALUE_COLUMNS = 60,
	MAX_PROPERTIES = 512,
	PLAIN_PROPERTIES = 32, /* that are listed */
	FEW_PART = 64          /* of many are found without a sort of all */
};

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

/* ---- properties ---- */

struct wanted {
	const char *name;
	size_t length;
	uint32_t at;     /* the number of the name that is looked at */
	uint32_t number; /* of the one that is wanted; UINT32_MAX: not seen */
};

static bool look_at_name(void *context, const char *bytes, size_t length)
{
	struct wanted *const wanted = context;

	if (length == wanted->length && memcmp(bytes, wanted->name, length) == 0) {
		wanted->number = wanted->at;
		return false;
	}
	return ++wanted->at < MAX_PROPERTIES;
}

static char *value_text(const struct ra_value *value)
{
	double number;

	switch ((enum ra_type)value->type) {
	case RA_TYPE_NULL:
		return strdup("null");
	case RA_TYPE_FALSE:
		return strdup("false");
	case RA_TYPE_TRUE:
		return strdup("true");
	case RA_TYPE_LONG:
		return ra_text_printf("%" PRId64, (int64_t)value->payload);
	case RA_TYPE_DOUBLE:
		memcpy(&number, &value->payload, sizeof(number));
		return ra_text_printf("%.15g", number);
	default:
		return strdup("");
	}
}

/* A value that is a node, without quotes around strings. */
static char *node_text(struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;

	if (graph->kind[node] == RA_NODE_REFERENCE) {
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_kind[e] == RA_LINK_REFERENCED) {
				node = graph->edge_to[e];
				break;
			}
		}
	}
	if (graph->kind[node] == RA_NODE_STRING) {
		char *const preview = ra_string_preview(snapshot, node, VALUE_COLUMNS);

		return preview ? preview : strdup("(binary)");
	}
	return ra_query_label(snapshot, node, VALUE_COLUMNS);
}

/* The edge of a declared or dynamic property of that name. RA_NO_NODE: there is none, or its value is no node. */
static uint32_t property_edge(struct ra_snapshot *snapshot, ra_node object, const char *name)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_DYNAMIC_TABLE) {
			const ra_node table = graph->edge_to[e];

			for (uint32_t d = graph->edge_begin[table]; d < graph->edge_begin[table + 1]; d++) {
				char *const link =
					graph->edge_kind[d] == RA_LINK_KEY ? ra_path_link_text(snapshot, d) : NULL;
				const bool found = link && strcmp(link, name) == 0;

				free(link);
				if (found) {
					return d;
				}
			}
		} else if (graph->edge_kind[e] == RA_LINK_PROPERTY &&
				   strcmp(ra_graph_name(graph, graph->edge_key[e], NULL), name) == 0) {
			return e;
		}
	}
	return RA_NO_NODE;
}

/* Whether the slot of that number is that of the name: names come in the order of declaration, which is that of the slots
 * but where classes redeclare. Where a slot's value is a node, the graph says its name. */
static bool agrees(struct ra_snapshot *snapshot, ra_node object, const struct ra_value *value)
{
	const struct ra_graph *const graph = snapshot->graph;

	if (value->type < RA_TYPE_STRING) {
		return true;
	}
	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_PROPERTY &&
			graph->address[graph->edge_to[e]] == value->payload) {
			return false; /* it has another name: ours would have been found */
		}
	}
	return true;
}

char *ra_query_property(struct ra_snapshot *snapshot, ra_node object, const char *name)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = property_edge(snapshot, object, name);
	struct wanted wanted = {name, strlen(name), 0, UINT32_MAX};
	struct ra_value value;

	if (edge != RA_NO_NODE) {
		return node_text(snapshot, graph->edge_to[edge]);
	}
	if (graph->kind[object] != RA_NODE_OBJECT || graph->class_index[object] >= graph->class_count) {
		return strdup("");
	}
	ra_reader_property_names(
		&snapshot->reader, graph->classes[graph->class_index[object]].entry, look_at_name, &wanted);
	if (wanted.number == UINT32_MAX ||
		!ra_reader_property(&snapshot->reader, graph->address[object], wanted.number, &value) ||
		!agrees(snapshot, object, &value)) {
		return strdup("");
	}
	if (value.type == RA_TYPE_STRING) { /* an interned one is no node of the object's */
		char bytes[NAME_BYTES];

		if (snapshot->hide_contents) {
			return strdup(RA_HIDDEN);
		}
		const size_t got = ra_reader_head(&snapshot->reader, value.payload, bytes, sizeof(bytes));

		return ra_text_clean(bytes, got);
	}
	return value_text(&value);
}

struct names {
	char *items[PLAIN_PROPERTIES];
	uint32_t count;
};

static bool note_name(void *context, const char *bytes, size_t length)
{
	struct names *const names = context;

	/* names that cannot be told apart as text are not asked for */
	names->items[names->count] = memchr(bytes, '\0', length) ? NULL : strndup(bytes, length);
	names->count += names->items[names->count] != NULL;
	return names->count < PLAIN_PROPERTIES;
}

char *ra_query_plain_properties(struct ra_snapshot *snapshot, ra_node object)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct names names = {.count = 0};
	struct ra_buffer text = {0};

	if (graph->kind[object] == RA_NODE_OBJECT && graph->class_index[object] < graph->class_count &&
		!snapshot->hide_contents) {
		ra_reader_property_names(
			&snapshot->reader, graph->classes[graph->class_index[object]].entry, note_name, &names);
	}
	for (uint32_t i = 0; i < names.count; i++) {
		char *const name = ra_text_clean(names.items[i], strlen(names.items[i]));
		char *const value = property_edge(snapshot, object, names.items[i]) == RA_NO_NODE
								? ra_query_property(snapshot, object, names.items[i])
								: NULL;

		if (name && value && *value) {
			ra_buffer_printf(&text, "%s%s = %s", text.length > 0 ? ", " : "", name, value);
		}
		free(name);
		free(value);
		free(names.items[i]);
	}
	return ra_buffer_take(&text);
}

bool ra_query_keep(struct ra_snapshot *snapshot, struct ra_found *found, const char *name,
	const char *value, bool equal)
{
	uint32_t kept = 0;

	found->whole = false;
	for (uint32_t i = 0; i < found->count; i++) {
		char *const text = ra_query_property(snapshot, found->nodes[i], name);

		if (!text) {
			return false;
		}
		if ((strcmp(text, value) == 0) == equal) {
			found->nodes[kept++] = found->nodes[i];
		}
		free(text);
	}
	found->count = kept;
	return true;
}

/* ---- order and groups ---- */

void ra_query_sort(
	struct ra_snapshot *snapshot, struct ra_found *found, enum ra_instance_order order)
{
	const uint64_t *const bytes =
		order == RA_BY_RETAINED ? snapshot->measures->dominated_bytes : snapshot->graph->own_bytes;
	struct ra_keyed *const items =
		order == RA_BY_ID ? NULL : calloc((size_t)found->count + 1, sizeof(*items));

	if (!items) { /* or no memory: by id is an order, too */
		ra_sort_u32(found->nodes, found->count);
		return;
	}
	for (uint32_t i = 0; i < found->count; i++) {
		items[i] =
			(struct ra_keyed){.key = UINT64_MAX - bytes[found->nodes[i]], .id = found->nodes[i]};
	}
	ra_sort_keyed(items, found->count);
	for (uint32_t i = 0; i < found->count; i++) {
		found->nodes[i] = items[i].id;
	}
	free(items);
}

void ra_query_sort_first(struct ra_snapshot *snapshot, struct ra_found *found,
	enum ra_instance_order order, uint32_t wanted)
{
	const uint64_t *const bytes =
		order == RA_BY_RETAINED ? snapshot->measures->dominated_bytes : snapshot->graph->own_bytes;
	struct ra_keyed *const heap =
		order == RA_BY_ID || wanted == 0 || wanted > found->count / FEW_PART
			? NULL
			: calloc(wanted, sizeof(*heap));

	if (!heap) {
		ra_query_sort(snapshot, found, order);
		return;
	}
	ra_first_begin(heap, wanted);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct ra_keyed item = {
			.key = UINT64_MAX - bytes[found->nodes[i]], .id = found->nodes[i]};

		ra_first_offer(heap, wanted, &item);
	}
	ra_sort_keyed(heap, wanted);
	for (uint32_t i = 0; i < wanted; i++) {
		found->nodes[i] = heap[i].id;
	}
	free(heap);
}

struct grouped {
	char *key;
	ra_node node;
};

static int by_key(const void *left, const void *right)
{
	const struct grouped *const a = left, *const b = right;
	const int order = strcmp(a->key, b->key);

	return order ? order : (a->node > b->node) - (a->node < b->node);
}

static int most_bytes(const void *left, const void *right)
{
	const struct ra_instance_group *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return strcmp(a->key, b->key);
}

/* Owned by the caller; NULL: no memory. */
static char *key_of(struct ra_snapshot *snapshot, ra_node node, const char *by)
{
	char *text;

	if (strcmp(by, "site") == 0) {
		text = ra_site_of_object(snapshot, node);
		return text ? text : strdup("(no code of its own)");
	}
	if (strcmp(by, "holder") == 0) {
		const uint32_t edge = snapshot->graph->tree_edge[node];

		text = edge == RA_NO_NODE ? strdup("(nothing)")
								  : ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);
		if (text) {
			ra_query_fold_keys(text, false);
		}
		return text;
	}
	text = ra_query_property(snapshot, node, by);
	if (text && *text == '\0') {
		free(text);
		text = strdup("(none)");
	}
	return text;
}

static void add_up(struct ra_snapshot *snapshot, struct grouped *keys, uint32_t count,
	struct ra_instance_groups *out, ra_node *scratch)
{
	for (uint32_t begin = 0, end; begin < count; begin = end) {
		for (end = begin; end < count && strcmp(keys[end].key, keys[begin].key) == 0; end++) {
			scratch[end - begin] = keys[end].node;
		}
		out->items[out->count++] = (struct ra_instance_group){keys[begin].key, end - begin,
			ra_measures_union_bytes(snapshot->measures, scratch, end - begin)};
		for (uint32_t i = begin + 1; i < end; i++) {
			free(keys[i].key);
		}
	}
}

bool ra_query_group_by(struct ra_snapshot *snapshot, const struct ra_found *found, const char *by,
	struct ra_instance_groups *out, struct ra_error *err)
{
	struct grouped *const keys = calloc((size_t)found->count + 1, sizeof(*keys));
	ra_node *const scratch = calloc((size_t)found->count + 1, sizeof(*scratch));
	uint32_t count = 0;

	*out = (struct ra_instance_groups){calloc((size_t)found->count + 1, sizeof(*out->items)), 0};

	bool good = keys && scratch && out->items;

	for (; good && count < found->count; count += good) {
		keys[count] =
			(struct grouped){key_of(snapshot, found->nodes[count], by), found->nodes[count]};
		good = keys[count].key != NULL;
	}
	if (good && count > 0) {
		qsort(keys, count, sizeof(*keys), by_key);
		add_up(snapshot, keys, count, out, scratch);
		qsort(out->items, out->count, sizeof(*out->items), most_bytes);
	}
	for (uint32_t i = 0; !good && keys && i < count; i++) {
		free(keys[i].key);
	}
	free(keys);
	free(scratch);
	return good || (ra_instance_groups_done(out), no_memory(err));
}

void ra_instance_groups_done(struct ra_instance_groups *groups)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		free(groups->items[i].key);
	}
	free(groups->items);
	*groups = (struct ra_instance_groups){NULL, 0};
}

/* ---- strings ---- */

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
