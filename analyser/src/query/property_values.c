/* What properties of objects hold, in a line, and which objects have a property of a value. See look.h and
 * property_values.h. */
#include "query/property_values.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer/sample.h"
#include "base/format.h"
#include "base/hash.h"
#include "findings/path.h"
#include "findings/string_sweep.h"
#include "query/near.h"
#include "query/pieces.h"

enum {
	NAME_BYTES = 256,
	VALUE_COLUMNS = 60,
	MAX_PROPERTIES = 512,
	PLAIN_PROPERTIES = 32, /* that are listed */
	PLAIN_BYTES = 40       /* of a value: any text of it has room for as many */
};

/* Stands for a content that is no text. */
#define UNREADABLE "(binary)"

struct wanted {
	const char *name;
	size_t length;
	uint32_t at;     /* the number of the name that is looked at */
	uint32_t number; /* of the one that is wanted; as it was: not seen */
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

/* What a reference of PHP stands for. */
static ra_node behind_reference(const struct ra_graph *graph, ra_node node)
{
	if (graph->kind[node] == RA_NODE_REFERENCE) {
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_kind[e] == RA_LINK_REFERENCED) {
				return graph->edge_to[e];
			}
		}
	}
	return node;
}

/* A value that is a node, without quotes around strings. */
static char *node_text(struct ra_snapshot *snapshot, ra_node node)
{
	if (snapshot->graph->kind[node] == RA_NODE_STRING) {
		char *const preview = ra_string_preview(snapshot, node, VALUE_COLUMNS);

		return preview ? preview : strdup(UNREADABLE);
	}
	return ra_query_label(snapshot, node, VALUE_COLUMNS);
}

enum {
	NO_SLOT = MAX_PROPERTIES,
	NOT_ASKED
};

static bool is_called(
	const struct ra_graph *graph, const struct ra_property *property, uint32_t name)
{
	return property->named && name < ra_graph_name_count(graph)
			   ? property->named[name]
			   : strcmp(ra_graph_name(graph, name, NULL), property->name) == 0;
}

/* The edge of a declared or dynamic property of that name. RA_NO_NODE: there is none, or its value is no node. */
static uint32_t property_edge(
	struct ra_snapshot *snapshot, ra_node object, const struct ra_property *property)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_DYNAMIC_TABLE) {
			const ra_node table = graph->edge_to[e];

			for (uint32_t d = graph->edge_begin[table]; d < graph->edge_begin[table + 1]; d++) {
				char *const link =
					graph->edge_kind[d] == RA_LINK_KEY ? ra_path_link_text(snapshot, d) : NULL;
				const bool found = link && strcmp(link, property->name) == 0;

				free(link);
				if (found) {
					return d;
				}
			}
		} else if (graph->edge_kind[e] == RA_LINK_PROPERTY &&
				   is_called(graph, property, graph->edge_key[e])) {
			return e;
		}
	}
	return RA_NO_NODE;
}

/* The number of the property's slot in objects of the class. NO_SLOT: they have none. */
static uint32_t slot_in(
	struct ra_snapshot *snapshot, const struct ra_property *property, uint32_t class_index)
{
	struct wanted wanted = {property->name, strlen(property->name), 0, NO_SLOT};

	if (property->number_of && property->number_of[class_index] != NOT_ASKED) {
		return property->number_of[class_index];
	}
	ra_reader_property_names(
		&snapshot->reader, snapshot->graph->classes[class_index].entry, look_at_name, &wanted);
	return wanted.number;
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
			ra_node_address(graph, graph->edge_to[e]) == value->payload) {
			return false; /* it has another name: ours would have been found */
		}
	}
	return true;
}

enum where { /* a property's value is */
	NOWHERE,
	IN_GRAPH,
	IN_SLOT
};

static enum where find_value(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, ra_node *node, struct ra_value *value)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = property_edge(snapshot, object, property);

	if (edge != RA_NO_NODE) {
		*node = behind_reference(graph, graph->edge_to[edge]);
		return IN_GRAPH;
	}
	if (graph->kind[object] != RA_NODE_OBJECT ||
		ra_node_class(graph, object) >= graph->class_count) {
		return NOWHERE;
	}
	const uint32_t number = slot_in(snapshot, property, ra_node_class(graph, object));

	return number != NO_SLOT &&
				   ra_reader_property(
					   &snapshot->reader, ra_node_address(graph, object), number, value) &&
				   agrees(snapshot, object, value)
			   ? IN_SLOT
			   : NOWHERE;
}

/* Of a value in a slot. An interned string is no node of the object's. */
static char *slot_text(struct ra_snapshot *snapshot, const struct ra_value *value)
{
	char bytes[NAME_BYTES];

	if (value->type != RA_TYPE_STRING) {
		return value_text(value);
	}
	return snapshot->hide_contents
			   ? strdup(RA_HIDDEN)
			   : ra_text_clean(bytes,
					 ra_reader_head(&snapshot->reader, value->payload, bytes, sizeof(bytes)));
}

char *ra_property_text(
	struct ra_snapshot *snapshot, ra_node object, const struct ra_property *property)
{
	struct ra_value value;
	ra_node node;

	switch (find_value(snapshot, object, property, &node, &value)) {
	case IN_GRAPH:
		return node_text(snapshot, node);
	case IN_SLOT:
		return slot_text(snapshot, &value);
	case NOWHERE:
		break;
	}
	return strdup("");
}

static bool add_taken(char *text, struct ra_buffer *out)
{
	const bool good = text;

	if (text) {
		ra_buffer_text(out, text);
		free(text);
	}
	return good && !out->failed;
}

/* Appends the text of a value where nothing of it has to be cut or written in another way. False: it has, or there is none. */
static bool add_plain_text(struct ra_snapshot *snapshot, ra_node node, struct ra_buffer *out)
{
	const size_t begin = out->length;
	char sample[RA_STRING_SAMPLE];
	uint64_t length;
	size_t size;

	switch (snapshot->graph->kind[node]) {
	case RA_NODE_STRING:
		size = snapshot->hide_contents ? 0 : ra_string_sample(snapshot, node, sample, &length);
		if (size == 0 || size > VALUE_COLUMNS || size != length ||
			!ra_text_is_plain(sample, size)) {
			return false;
		}
		ra_buffer_add(out, sample, size);
		return !out->failed;
	case RA_NODE_ARRAY:
		if (ra_sample_add(snapshot, node, out) && !out->failed &&
			out->length - begin <= VALUE_COLUMNS &&
			ra_text_is_plain(out->text + begin, out->length - begin)) {
			return true;
		}
		ra_buffer_cut(out, begin);
		return false;
	default:
		return false;
	}
}

static bool add_node_text(struct ra_snapshot *snapshot, ra_node node, struct ra_buffer *out)
{
	return add_plain_text(snapshot, node, out) || add_taken(node_text(snapshot, node), out);
}

bool ra_property_add_text(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, struct ra_buffer *out)
{
	struct ra_value value;
	ra_node node;

	switch (find_value(snapshot, object, property, &node, &value)) {
	case IN_GRAPH:
		return add_node_text(snapshot, node, out);
	case IN_SLOT:
		return add_taken(slot_text(snapshot, &value), out);
	case NOWHERE:
		break;
	}
	return true;
}

bool ra_property_add_or_digest(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, struct ra_buffer *out, struct ra_sample_digest *digest,
	bool *whole)
{
	struct ra_value value;
	ra_node node;

	*whole = true;
	switch (find_value(snapshot, object, property, &node, &value)) {
	case IN_GRAPH:
		*whole = snapshot->graph->kind[node] != RA_NODE_ARRAY ||
				 !ra_sample_digest(snapshot, node, VALUE_COLUMNS, digest);
		return !*whole || add_node_text(snapshot, node, out);
	case IN_SLOT:
		return add_taken(slot_text(snapshot, &value), out);
	case NOWHERE:
		break;
	}
	return true;
}

char *ra_query_property(struct ra_snapshot *snapshot, ra_node object, const char *name)
{
	return ra_property_text(snapshot, object, &(struct ra_property){.name = name});
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

	if (graph->kind[object] == RA_NODE_OBJECT &&
		ra_node_class(graph, object) < graph->class_count && !snapshot->hide_contents) {
		ra_reader_property_names(&snapshot->reader,
			graph->classes[ra_node_class(graph, object)].entry, note_name, &names);
	}
	for (uint32_t i = 0; i < names.count; i++) {
		char *const name = ra_text_clean(names.items[i], strlen(names.items[i]));
		const struct ra_property property = {.name = names.items[i]};
		char *const value = property_edge(snapshot, object, &property) == RA_NO_NODE
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

/* ---- of many objects ---- */

void ra_property_done(struct ra_property *property)
{
	free(property->named);
	free(property->number_of);
}

/* False: no memory. */
bool ra_property_init(struct ra_snapshot *snapshot, struct ra_property *property, const char *name,
	const struct ra_found *found)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t names = (uint32_t)ra_graph_name_count(graph);
	const struct ra_property plain = {.name = name};
	uint8_t *const named = calloc((size_t)names + 1, sizeof(*named));
	uint32_t *const number_of = calloc((size_t)graph->class_count + 1, sizeof(*number_of));

	*property = (struct ra_property){name, named, number_of};
	for (uint32_t i = 0; named && i < names; i++) {
		named[i] = is_called(graph, &plain, i);
	}
	for (uint32_t i = 0; number_of && i < graph->class_count; i++) {
		number_of[i] = NOT_ASKED;
	}
	/* objects of one class need one */
	const uint32_t asked = found->class_index != RA_NO_CLASS && found->count > 0 ? 1 : found->count;

	for (uint32_t i = 0; number_of && i < asked; i++) {
		const uint32_t number = ra_node_class(graph, found->nodes[i]);

		if (number < graph->class_count && number_of[number] == NOT_ASKED) {
			number_of[number] = slot_in(snapshot, &plain, number);
		}
	}
	return named && number_of;
}

enum { /* above the 32nd bit of an identity's second word: what it is of */
	OF_NOTHING,
	OF_SLOT,
	OF_CONTENT,
	OF_NODE
};

/* A string's text is made of its first bytes, and of whether there are more. */
static void string_identity(struct ra_snapshot *snapshot, ra_node node, struct ra_pair *identity)
{
	char sample[RA_STRING_SAMPLE];
	uint64_t length;
	const size_t size = ra_string_sample(snapshot, node, sample, &length);

	*identity = (struct ra_pair){ra_hash_bytes(sample, size),
		(uint64_t)OF_CONTENT << 32 | (uint64_t)(length > size) << 16 | size};
}

static void slot_identity(const struct ra_value *value, struct ra_pair *identity)
{
	const bool counts = value->type == RA_TYPE_LONG || value->type == RA_TYPE_DOUBLE ||
						value->type == RA_TYPE_STRING;

	*identity =
		(struct ra_pair){counts ? value->payload : 0, (uint64_t)OF_SLOT << 32 | value->type};
}

void ra_property_identity(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, struct ra_pair *identity)
{
	struct ra_value value;
	ra_node node;

	switch (find_value(snapshot, object, property, &node, &value)) {
	case IN_GRAPH:
		if (snapshot->graph->kind[node] == RA_NODE_STRING && !snapshot->hide_contents) {
			string_identity(snapshot, node, identity);
		} else { /* many may have the same array or object */
			*identity = (struct ra_pair){node, (uint64_t)OF_NODE << 32};
		}
		break;
	case IN_SLOT:
		slot_identity(&value, identity);
		break;
	case NOWHERE:
		*identity = (struct ra_pair){0, OF_NOTHING};
		break;
	}
}

/* ---- which have a value ---- */

struct seen {    /* by a piece */
	bool told;   /* one of the objects has the property, and what it holds */
	bool hidden; /* one holds a string, whose content is not told */
	bool no_memory;
};

struct comparison {
	const struct ra_found *found;
	struct ra_property property;
	const char *text; /* what the property is compared with */
	int64_t integer;  /* it is written as: where is_integer */
	double number;    /* likewise */
	bool is_integer;
	bool is_number;
	uint8_t *marks; /* per object: whether it is this */
	struct seen seen[RA_PIECES];
};

static void comparison_init(
	struct comparison *comparison, const struct ra_found *found, const char *text)
{
	char written[32], *end;

	*comparison = (struct comparison){.found = found, .text = text};
	comparison->integer = strtoll(text, NULL, 10);
	snprintf(written, sizeof(written), "%" PRId64, comparison->integer);
	comparison->is_integer = strcmp(written, text) == 0;
	comparison->number = strtod(text, &end);
	comparison->is_number = end > text && *end == '\0' && isfinite(comparison->number);
}

enum {
	DIFFERENT,
	SAME,
	UNDECIDED
};

/* What is printable stands in a text as it is; where the rest begins the whole text has to be made. `whole`: there is nothing
 * behind the bytes. */
static int compare_plain(const char *bytes, size_t length, bool whole, const char *text)
{
	const size_t looked_at = length < PLAIN_BYTES ? length : PLAIN_BYTES;

	for (size_t i = 0; i < looked_at; i++) {
		if (bytes[i] < ' ' || bytes[i] > '~') {
			return UNDECIDED;
		}
		if (bytes[i] != text[i]) {
			return DIFFERENT;
		}
	}
	return !whole || looked_at < length ? UNDECIDED : text[length] == '\0' ? SAME : DIFFERENT;
}

static int compare_node(
	struct ra_snapshot *snapshot, const struct comparison *comparison, ra_node node)
{
	char sample[RA_STRING_SAMPLE];
	uint64_t length;

	if (snapshot->hide_contents) {
		return UNDECIDED;
	}
	if (snapshot->graph->kind[node] == RA_NODE_ARRAY) {
		/* "[1, 2]", or where that cannot be told "array", or nothing */
		return comparison->text[0] != '[' && comparison->text[0] != 'a' &&
					   comparison->text[0] != '\0'
				   ? DIFFERENT
				   : UNDECIDED;
	}
	if (snapshot->graph->kind[node] != RA_NODE_STRING ||
		strcmp(comparison->text, UNREADABLE) == 0) {
		return UNDECIDED;
	}
	const size_t size = ra_string_sample(snapshot, node, sample, &length);

	return size == 0 ? UNDECIDED : compare_plain(sample, size, length == size, comparison->text);
}

/* What is written with fifteen digits is no further away from the number than this. */
static int compare_number(const struct comparison *comparison, double number)
{
	const double wanted = comparison->number;

	if (!isfinite(number)) {
		return UNDECIDED;
	}
	if (!comparison->is_number) {
		return DIFFERENT;
	}
	return fabs(number - wanted) > fabs(wanted) * 1e-13 + 1e-300 ? DIFFERENT : UNDECIDED;
}

static int compare_slot(
	struct ra_snapshot *snapshot, const struct comparison *comparison, const struct ra_value *value)
{
	char bytes[NAME_BYTES];
	double number;

	switch ((enum ra_type)value->type) {
	case RA_TYPE_LONG:
		return comparison->is_integer && (int64_t)value->payload == comparison->integer ? SAME
																						: DIFFERENT;
	case RA_TYPE_DOUBLE:
		memcpy(&number, &value->payload, sizeof(number));
		return compare_number(comparison, number);
	case RA_TYPE_STRING:
		return snapshot->hide_contents
				   ? UNDECIDED
				   : compare_plain(bytes,
						 ra_reader_head(&snapshot->reader, value->payload, bytes, sizeof(bytes)),
						 true, comparison->text);
	default:
		return UNDECIDED;
	}
}

/* 1 or 0; negative: no memory. */
static int has_value(struct ra_snapshot *snapshot, const struct comparison *comparison,
	struct seen *seen, ra_node object)
{
	struct ra_value value;
	ra_node node;
	char *text = NULL;
	int compared = DIFFERENT;
	const enum where where = find_value(snapshot, object, &comparison->property, &node, &value);

	seen->told = seen->told || where != NOWHERE;
	seen->hidden =
		seen->hidden || (snapshot->hide_contents &&
							((where == IN_GRAPH && snapshot->graph->kind[node] == RA_NODE_STRING) ||
								(where == IN_SLOT && value.type == RA_TYPE_STRING)));
	switch (where) {
	case NOWHERE:
		return *comparison->text == '\0';
	case IN_GRAPH:
		compared = compare_node(snapshot, comparison, node);
		text = compared == UNDECIDED ? node_text(snapshot, node) : NULL;
		break;
	case IN_SLOT:
		compared = compare_slot(snapshot, comparison, &value);
		text = compared == UNDECIDED ? slot_text(snapshot, &value) : NULL;
		break;
	}
	if (compared == UNDECIDED) {
		compared = !text ? -1 : strcmp(text, comparison->text) == 0 ? SAME : DIFFERENT;
		free(text);
	}
	return compared;
}

static void compare_piece(
	void *context, struct ra_snapshot *snapshot, uint32_t number, uint32_t begin, uint32_t end)
{
	struct comparison *const comparison = context;

	struct seen seen = {.told = false}; /* not where other threads note what they see */

	for (uint32_t i = begin; i < end && !seen.no_memory; i++) {
		const int has = has_value(snapshot, comparison, &seen, comparison->found->nodes[i]);

		comparison->marks[i] = has > 0;
		seen.no_memory = has < 0;
	}
	comparison->seen[number] = seen;
}

static bool fail_without_property(struct ra_snapshot *snapshot, const struct ra_found *found,
	const char *name, struct ra_error *err)
{
	char *const near = ra_near_properties(snapshot, found, name);

	ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "none of these objects has a property %s%s%s%s",
		name, snapshot->saved ? " that is told: a saved graph has no numbers" : "",
		near ? "; near it: " : "", near ? near : "");
	free(near);
	return false;
}

bool ra_query_has_property(struct ra_snapshot *snapshot, const struct ra_found *found,
	const char *name, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct ra_property property;
	bool has = found->count == 0;

	if (!ra_property_init(snapshot, &property, name, found)) {
		ra_property_done(&property);
		return ra_query_no_memory(err);
	}
	/* the first of them decides nearly always */
	for (uint32_t i = 0; !has && i < found->count; i++) {
		const ra_node object = found->nodes[i];
		const bool classed = graph->kind[object] == RA_NODE_OBJECT &&
							 ra_node_class(graph, object) < graph->class_count;

		has = classed && (slot_in(snapshot, &property, ra_node_class(graph, object)) != NO_SLOT ||
							 property_edge(snapshot, object, &property) != RA_NO_NODE);
	}
	ra_property_done(&property);
	return has || fail_without_property(snapshot, found, name, err);
}

/* An answer of "none" would be wrong where it is not known. */
static bool was_compared(struct ra_snapshot *snapshot, const struct comparison *comparison,
	const char *name, struct ra_error *err)
{
	bool told = comparison->found->count == 0 || *comparison->text == '\0', hidden = false;

	for (int i = 0; i < RA_PIECES; i++) {
		told = told || comparison->seen[i].told;
		hidden = hidden || comparison->seen[i].hidden;
	}
	if (hidden) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"what strings hold is not told here, and %s is one", name);
	}
	return told || fail_without_property(snapshot, comparison->found, name, err);
}

bool ra_query_keep(struct ra_snapshot *snapshot, struct ra_found *found, const char *name,
	const char *value, bool equal, struct ra_error *err)
{
	struct comparison comparison;
	uint32_t kept = 0;

	comparison_init(&comparison, found, value);
	comparison.marks = calloc((size_t)found->count + 1, sizeof(*comparison.marks));

	bool good = ra_property_init(snapshot, &comparison.property, name, found) && comparison.marks;

	if (good) {
		ra_in_pieces(snapshot, found->count, compare_piece, &comparison);
	}
	for (int i = 0; i < RA_PIECES; i++) {
		good = good && !comparison.seen[i].no_memory;
	}
	good = good ? was_compared(snapshot, &comparison, name, err) : ra_query_no_memory(err);
	for (uint32_t i = 0; good && i < found->count; i++) {
		if (comparison.marks[i] == equal) {
			found->nodes[kept++] = found->nodes[i];
		}
	}
	found->whole = found->whole && good && kept == found->count;
	found->count = kept;
	ra_property_done(&comparison.property);
	free(comparison.marks);
	return good;
}
