/* See shapes.h. */
#include "findings/shapes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/hash.h"

enum {
	MAX_ELEMENTS = 256,  /* of a value's arrays; what is larger is compared by identity */
	MAX_DEPTH = 4,       /* of arrays in arrays */
	STRING_BYTES = 1024, /* of a string's content that are hashed, with its length */
	MAX_PROPERTIES = 512,
	MAX_PARENTS = 256,
	MAX_NAMES = 200,
	STRING_ALIGNMENT = 8
};

uint32_t ra_shape_dynamic_count(const struct ra_snapshot *snapshot, ra_node object)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t end = graph->edge_begin[object + 1];
	struct ra_array table;

	for (uint32_t e = graph->edge_begin[object]; e < end; e++) {
		if (graph->edge_kind[e] == RA_LINK_DYNAMIC_TABLE &&
			ra_reader_array(&snapshot->reader, ra_node_address(graph, graph->edge_to[e]), &table)) {
			return table.count;
		}
	}
	return 0;
}

static struct ra_shape shape_of(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *graph = snapshot->graph;

	return (struct ra_shape){.class_index = ra_node_class(graph, node),
		.dynamic_count = ra_shape_dynamic_count(snapshot, node),
		.own_bytes = ra_node_own_bytes(graph, node),
		.first = node};
}

static bool same_shape(const struct ra_shape *a, const struct ra_shape *b)
{
	return a->class_index == b->class_index && a->dynamic_count == b->dynamic_count &&
		   a->own_bytes == b->own_bytes;
}

bool ra_has_shape(const struct ra_snapshot *snapshot, ra_node object, const struct ra_shape *shape)
{
	const struct ra_graph *const graph = snapshot->graph;

	return ra_node_class(graph, object) == shape->class_index &&
		   ra_node_own_bytes(graph, object) == shape->own_bytes &&
		   ra_shape_dynamic_count(snapshot, object) == shape->dynamic_count;
}

static bool is_object(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) < graph->class_count;
}

bool ra_shapes_make(const struct ra_snapshot *snapshot, struct ra_shapes *out)
{
	const struct ra_graph *graph = snapshot->graph;

	uint32_t number = RA_NO_PAIR;

	memset(out, 0, sizeof(*out));
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (!is_object(graph, node)) {
			continue;
		}
		const struct ra_shape shape = shape_of(snapshot, node);

		/* mostly as the object before */
		if (number == RA_NO_PAIR || !same_shape(&shape, &out->items[number])) {
			const struct ra_pair key = {
				(uint64_t)shape.class_index << 32 | shape.dynamic_count, shape.own_bytes};

			number = ra_pair_index_add(&out->index, key, &out->items, sizeof(*out->items));
		}
		if (number == RA_NO_PAIR) {
			ra_shapes_done(out);
			return false;
		}
		if (number == out->count) {
			out->items[out->count++] = shape;
		}
		out->items[number].count++;
	}
	return true;
}

void ra_shapes_done(struct ra_shapes *shapes)
{
	ra_pair_index_done(&shapes->index);
	free(shapes->items);
	memset(shapes, 0, sizeof(*shapes));
}

void ra_value_hashing_init(struct ra_value_hashing *hashing, const struct ra_snapshot *snapshot)
{
	memset(hashing, 0, sizeof(*hashing));
	hashing->snapshot = snapshot;
}

/* False: it cannot be read. */
static bool hash_string(const struct ra_snapshot *snapshot, ra_addr at, uint64_t *hash)
{
	struct ra_string string;
	char bytes[STRING_BYTES];

	if (!ra_reader_string(&snapshot->reader, at, &string)) {
		return false;
	}
	*hash = ra_hash_next(0, string.length);
	/* Of a longer string the rest may differ: then only itself is equal to it. */
	if (string.length > sizeof(bytes)) {
		*hash = ra_hash_next(*hash, at);
		return true;
	}
	const size_t length = (size_t)string.length;

	if (!ra_reader_text(&snapshot->reader, &string, 0, bytes, length)) {
		return false;
	}
	*hash = ra_hash_next(*hash, ra_hash_bytes(bytes, length));
	return true;
}

/* Keys, and the names that many values hold, are read once. What cannot be read is tried each time: the report counts that. */
static uint64_t mix_string(struct ra_value_hashing *hashing, uint64_t hash, ra_addr at)
{
	const size_t place = (size_t)(at / STRING_ALIGNMENT % RA_STRINGS_AT_HAND);
	uint64_t content;

	if (hashing->coarse) {
		return hash;
	}
	if (hashing->at[place] == at && at != 0) {
		return ra_hash_next(hash, hashing->hash[place]);
	}
	if (!hash_string(hashing->snapshot, at, &content)) {
		return ra_hash_next(hash, at); /* equal to itself only */
	}
	hashing->at[place] = at;
	hashing->hash[place] = content;
	return ra_hash_next(hash, content);
}

/* How far a comparison by value goes; beyond that values are equal to themselves only. */
struct reach {
	unsigned depth;    /* of arrays in arrays */
	unsigned elements; /* in all */
};

static uint64_t mix_value(struct ra_value_hashing *hashing, uint64_t hash,
	const struct ra_value *value, struct reach *reach);

struct mixing {
	struct ra_value_hashing *hashing;
	struct reach *reach;
	uint64_t hash;
};

static bool mix_element(void *context, const struct ra_element *element)
{
	struct mixing *const mixing = context;
	const uint64_t hash =
		element->key ? mix_string(mixing->hashing, ra_hash_next(mixing->hash, 1), element->key)
					 : ra_hash_next(ra_hash_next(mixing->hash, 2), (uint64_t)element->index);

	mixing->hash = mix_value(mixing->hashing, hash, &element->value, mixing->reach);
	return true;
}

static uint64_t mix_array(
	struct ra_value_hashing *hashing, uint64_t hash, ra_addr at, struct reach *reach)
{
	const struct ra_reader *const reader = &hashing->snapshot->reader;
	struct ra_array array;

	/* without its elements an array is equal to itself only */
	if (reach->depth == 0 || !reader->elements || !ra_reader_array(reader, at, &array) ||
		array.count > reach->elements) {
		return ra_hash_next(hash, at);
	}
	reach->depth--;
	reach->elements -= (unsigned)array.count;
	struct mixing mixing = {hashing, reach, ra_hash_next(hash, array.count)};

	ra_reader_elements(reader, at, &array, mix_element, &mixing);
	reach->depth++;
	return mixing.hash;
}

static uint64_t mix_value(struct ra_value_hashing *hashing, uint64_t hash,
	const struct ra_value *value, struct reach *reach)
{
	hash = ra_hash_next(hash, value->type);
	switch ((enum ra_type)value->type) {
	case RA_TYPE_UNDEF:
	case RA_TYPE_NULL:
	case RA_TYPE_FALSE:
	case RA_TYPE_TRUE:
		return hash;
	case RA_TYPE_STRING:
		return mix_string(hashing, hash, value->payload);
	case RA_TYPE_ARRAY:
		return mix_array(hashing, hash, value->payload, reach);
	default:
		return ra_hash_next(hash, value->payload);
	}
}

uint64_t ra_array_value_hash(struct ra_value_hashing *hashing, ra_node node)
{
	struct reach reach = {MAX_DEPTH, MAX_ELEMENTS};

	return mix_array(hashing, 0, ra_node_address(hashing->snapshot->graph, node), &reach);
}

bool ra_class_has_state(const struct ra_graph *graph, uint32_t class_index)
{
	/* a torn dump may have a ring of parents */
	for (uint32_t steps = 0; class_index < graph->class_count && steps < MAX_PARENTS; steps++) {
		if (graph->classes[class_index].own_state) {
			return true;
		}
		class_index = graph->classes[class_index].parent;
	}
	return false;
}

uint64_t ra_shape_value_hash(struct ra_value_hashing *hashing, ra_node node)
{
	const struct ra_snapshot *const snapshot = hashing->snapshot;
	const struct ra_graph *graph = snapshot->graph;

	if (ra_class_has_state(graph, ra_node_class(graph, node))) {
		return ra_hash_next(0, node);
	}
	const uint32_t declared = graph->classes[ra_node_class(graph, node)].property_count;
	uint64_t hash = 0;
	struct reach reach = {MAX_DEPTH, MAX_ELEMENTS};

	for (uint32_t i = 0; i < declared && i < MAX_PROPERTIES; i++) {
		struct ra_value value;

		if (!ra_reader_property(&snapshot->reader, ra_node_address(graph, node), i, &value)) {
			return ra_hash_next(hash, node); /* unknown: equal to nothing */
		}
		hash = mix_value(hashing, hash, &value, &reach);
	}
	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_DYNAMIC_TABLE) {
			hash = mix_array(hashing, hash, ra_node_address(graph, graph->edge_to[e]), &reach);
		}
	}
	return hash;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
	char *text[MAX_NAMES];
	uint32_t count;
};

static bool add_name(void *context, const char *bytes, size_t length)
{
	struct names *const names = context;

	names->text[names->count] = ra_text_clean(bytes, length);
	names->count += names->text[names->count] != NULL;
	return names->count < MAX_NAMES;
}

char *ra_shape_properties(const struct ra_snapshot *snapshot, const struct ra_shape *shape)
{
	struct names names = {.count = 0};
	struct ra_buffer text = {0};

	ra_reader_property_names(
		&snapshot->reader, snapshot->graph->classes[shape->class_index].entry, add_name, &names);
	qsort(names.text, names.count, sizeof(*names.text), compare_texts);
	for (uint32_t i = 0; i < names.count; i++) {
		ra_buffer_printf(&text, "%s%s", i > 0 ? "," : "", names.text[i]);
		free(names.text[i]);
	}
	if (shape->dynamic_count > 0) {
		ra_buffer_printf(&text, "%s[dynamic:%u]", names.count > 0 ? "," : "", shape->dynamic_count);
	}
	ra_buffer_text(&text, "");
	return ra_buffer_take(&text);
}
