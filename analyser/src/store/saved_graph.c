/* See saved_graph.h. Rows to nodes and edges: nodes that stand only between a value and what it holds go, links get their
 * kinds back. Everything is a plain pass over rows: what the file makes of them, a ring or a thousand parents, costs no
 * more. */
#include "store/saved_graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/saved_pass.h"
#include "store/supplement.h"
#include "store/vocabulary.h"

#define FLAGS_KEPT 255u
#define KEY_MADE   (RA_NO_ID - 1) /* its node stands in the element's `link` */

enum attribute {
	NOT_ASKED,
	UNKNOWN,
	LINKS,
	FLAGS,
	SHAPE,
	LENGTH,
	REFERENCES,
	NAME,
	FILE_NAME,
	LINES,
	LINE,
	ELEMENT_COUNT,
};

static const struct {
	const char *key;
	enum attribute attribute;
} attributes[] = {
	{"rdump.links", LINKS},
	{"rdump.flags", FLAGS},
	{"rdump.array", SHAPE},
	{"rdump.length", LENGTH},
	{"rdump.references", REFERENCES},
	{"rdump.name", NAME},
	{"function_name", NAME},
	{"rdump.file", FILE_NAME},
	{"rdump.lines", LINES},
	{"rdump.frame", LINES},
	{"lineno", LINE},
	{"#count", ELEMENT_COUNT},
};

enum { /* what a node's type says, beside its kind */
	KIND_BITS = 31,
	INTERNAL = 32,
	ROOT = 64, /* an edge without a parent leads to it */
	BETWEEN_SHIFT = 8,
	KIND_ASKED = 0x8000,
};
_Static_assert((int)RA_NODE_KINDS <= (int)KIND_BITS, "a kind fits");

struct word { /* texts that were last seen to be it, and not to be it; RA_NO_TEXT: none */
	const char *text;
	uint32_t yes, no;
};

struct making {
	struct ra_saved_graph *saved;
	struct ra_graph *graph;
	struct ra_error *err;
	uint32_t count; /* of saved nodes */
	/* By saved node. Numbers are one more than they say, so that 0 is RA_NO_ID: pages that nobody writes to cost nothing. */
	uint8_t *between; /* enum ra_between: not RA_BETWEEN_NONE of nodes that go */
	uint8_t *type;    /* until the nodes are made */
	ra_node *node;    /* as it is, of nodes that stay; of those that go whose they are, plus 1 */
	uint32_t *link;   /* plus 1: by which link they are; of a root, its name */
	uint32_t *key;    /* plus 1: of an element its key */
	/* By node. */
	uint32_t *letters; /* text, plus 1; 0: as guessed */
	/* By text. */
	uint8_t *attribute;               /* enum attribute */
	uint32_t *class_of;               /* class + 1; 0: not asked */
	uint32_t *name_of;                /* name + 1; 0: not asked */
	uint32_t *shape_of;               /* shape + 1; 0: not asked */
	uint16_t *kind_of;                /* of a node's type, see KIND_BITS; 0: not asked */
	uint8_t *where_of, *location_of;  /* of a region, of a location's type, plus 1; 0: not asked */
	struct ra_pair_index class_names; /* (name, 0) to class */
	uint32_t *name_classes;           /* by number of class_names */
	struct word key_word, unreferenced_word;
	struct ra_pass pass; /* one at a time */
};

static const struct ra_saved *rows_of(const struct making *making)
{
	return &making->saved->rows;
}

static bool no_memory(struct making *making)
{
	return ra_fail(making->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the saved graph");
}

static void begin(struct making *making, enum ra_saved_section section)
{
	ra_pass_begin(&making->pass, rows_of(making), section, making->err);
}

static bool is_word(struct making *making, struct word *word, uint32_t text)
{
	if (text == word->yes || text == word->no) {
		return text == word->yes && text != RA_NO_TEXT;
	}
	const bool yes = ra_saved_text_is(rows_of(making), text, word->text);

	*(yes ? &word->yes : &word->no) = text;
	return yes;
}

/* ---- nodes ---- */

static bool is_unreferenced(struct making *making, const struct ra_saved_edge *edge)
{
	return edge->strength == RA_WEAK && is_word(making, &making->unreferenced_word, edge->link);
}

static unsigned kind_of_type(struct making *making, uint32_t text)
{
	enum ra_node_kind kind = RA_NODE_TABLE;
	enum ra_between between = RA_BETWEEN_NONE;
	bool internal = false;
	uint32_t length;

	if (text == RA_NO_TEXT) {
		return RA_NODE_TABLE;
	}
	if (making->kind_of[text] == 0) {
		const char *const bytes = ra_saved_text(rows_of(making), text, &length);

		ra_saved_kind(bytes, length, &kind, &between, &internal);
		making->kind_of[text] = (uint16_t)(kind | (internal ? INTERNAL : 0u) |
										   (unsigned)between << BETWEEN_SHIFT | KIND_ASKED);
	}
	return making->kind_of[text] & ~(unsigned)KIND_ASKED;
}

/* What the nodes are by their types. */
static bool read_nodes(struct making *making)
{
	struct ra_saved_node row;

	begin(making, RA_SAVED_NODES);
	while (ra_pass_node(&making->pass, &row)) {
		const unsigned kind = kind_of_type(making, row.type);

		making->between[row.id] = (uint8_t)(kind >> BETWEEN_SHIFT);
		making->type[row.id] = (uint8_t)kind;
	}
	return !making->pass.failed;
}

/* Which nodes are roots, and of those that go: whose they are, by the first edge that leads to each, and their keys. A root
 * stays whatever its type is, so what was noted of one is taken back later. */
static bool find_owners(struct making *making)
{
	struct ra_saved_edge edge;

	begin(making, RA_SAVED_EDGES);
	while (ra_pass_edge(&making->pass, &edge)) {
		if (edge.from == RA_NO_ID) {
			if (!is_unreferenced(making, &edge)) {
				making->type[edge.to] |= ROOT;
			}
			continue;
		}
		if (making->between[edge.to] && making->node[edge.to] == 0) {
			making->node[edge.to] = edge.from + 1;
			making->link[edge.to] = edge.link + 1;
		}
		if (making->between[edge.from] == RA_BETWEEN_ELEMENT && making->key[edge.from] == 0 &&
			is_word(making, &making->key_word, edge.link)) {
			making->key[edge.from] = edge.to + 1;
		}
	}
	return !making->pass.failed;
}

static bool make_nodes(struct making *making)
{
	if (!read_nodes(making) || !find_owners(making)) {
		return false;
	}
	for (uint32_t id = 0; id < making->count; id++) {
		const bool root = making->type[id] & ROOT;

		if (making->between[id] && !root) {
			continue;
		}
		if (making->between[id]) {
			making->between[id] = RA_BETWEEN_NONE;
			making->link[id] = making->key[id] = 0;
		}
		const ra_node node = ra_graph_add_node(making->graph,
			root ? RA_NODE_ROOT : (enum ra_node_kind)(making->type[id] & KIND_BITS), 0);

		if (node == RA_NO_NODE) {
			return no_memory(making);
		}
		making->node[id] = node;
		if ((making->type[id] & INTERNAL) && !root) {
			making->graph->flags[node] |= RA_NODE_INTERNAL;
		}
	}
	return true;
}

/* The value that the node is, or stands for; two steps are the most that there are. */
static ra_node value_of(const struct making *making, uint32_t id)
{
	for (unsigned steps = 0; steps < 3 && id != RA_NO_ID; steps++) {
		if (!making->between[id]) {
			return making->node[id];
		}
		id = making->node[id] - 1;
	}
	return RA_NO_NODE;
}

/* The node that is kept; RA_NO_NODE: it goes. */
static ra_node kept(const struct making *making, uint32_t id)
{
	return making->between[id] ? RA_NO_NODE : making->node[id];
}

/* ---- classes ---- */

static uint32_t class_named(struct making *making, uint32_t text)
{
	struct ra_graph *const graph = making->graph;
	uint32_t length;

	if (text == RA_NO_TEXT) {
		return RA_NO_CLASS;
	}
	if (making->class_of[text] == 0) {
		const char *const bytes = ra_saved_text(rows_of(making), text, &length);
		const ra_name name = ra_graph_intern(graph, bytes, length);
		const uint32_t known = making->class_names.count;
		const uint32_t number = ra_pair_index_add(&making->class_names, (struct ra_pair){name, 0},
			&making->name_classes, sizeof(*making->name_classes));

		if (number == RA_NO_PAIR) {
			no_memory(making);
			return RA_NO_CLASS;
		}
		if (number == known) {
			const struct ra_class cls = {.name = name, .parent = RA_NO_CLASS};

			making->name_classes[number] = ra_graph_add_class(graph, &cls);
		}
		making->class_of[text] = making->name_classes[number] + 1;
	}
	return making->class_of[text] - 1;
}

/* The classes that the summary told. */
static bool index_classes(struct making *making)
{
	for (uint32_t i = 0; i < making->graph->class_count; i++) {
		const uint32_t known = making->class_names.count;
		const uint32_t number = ra_pair_index_add(&making->class_names,
			(struct ra_pair){making->graph->classes[i].name, 0}, &making->name_classes,
			sizeof(*making->name_classes));

		if (number == RA_NO_PAIR) {
			return no_memory(making);
		}
		if (number == known) {
			making->name_classes[number] = i;
		}
	}
	return true;
}

/* ---- locations ---- */

static enum ra_where where_of(struct making *making, uint32_t region)
{
	static const struct {
		const char *name;
		enum ra_where where;
	} regions[] = {
		{"zend_mm_heap", RA_IN_HEAP},
		{"zend_mm_huge", RA_IN_HUGE},
		{"vm_stack", RA_IN_VM_STACK},
		{"compiler_arena", RA_IN_ARENA},
		{"outside", RA_OUTSIDE},
	};

	if (region == RA_NO_TEXT) {
		return RA_IN_HEAP;
	}
	if (making->where_of[region] == 0) {
		making->where_of[region] = RA_IN_HEAP + 1;
		for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
			if (ra_saved_text_is(rows_of(making), region, regions[i].name)) {
				making->where_of[region] = (uint8_t)(regions[i].where + 1);
			}
		}
	}
	return (enum ra_where)(making->where_of[region] - 1);
}

static enum ra_location location_of(struct making *making, uint32_t type)
{
	if (type == RA_NO_TEXT) {
		return RA_LOC_UNKNOWN;
	}
	if (making->location_of[type] == 0) {
		making->location_of[type] = RA_LOC_UNKNOWN + 1;
		for (unsigned i = 0; i < RA_LOCATIONS; i++) {
			if (ra_saved_text_is(rows_of(making), type, ra_location_name((enum ra_location)i))) {
				making->location_of[type] = (uint8_t)(i + 1);
				break;
			}
		}
	}
	return (enum ra_location)(making->location_of[type] - 1);
}

static void add_location(struct making *making, const struct ra_saved_location *row)
{
	struct ra_saved_graph *const saved = making->saved;
	struct ra_graph *const graph = making->graph;
	const enum ra_where where = where_of(making, row->region);
	const enum ra_location location = location_of(making, row->type);
	const ra_node node = value_of(making, row->node);
	const bool first = node != RA_NO_NODE && ra_node_address(graph, node) == 0;

	saved->tally->location[location][where].count++;
	saved->tally->location[location][where].bytes += row->bytes;
	if (node == RA_NO_NODE) {
		return;
	}
	if (where != RA_OUTSIDE) {
		ra_graph_set_own_bytes(graph, node, ra_node_own_bytes(graph, node) + row->bytes);
		graph->flags[node] &= (uint8_t)~RA_NODE_OUTSIDE;
	} else if (first) {
		graph->flags[node] |= RA_NODE_OUTSIDE;
	}
	if (first && graph->kind[node] != RA_NODE_ROOT) {
		ra_graph_set_address(graph, node, row->address);
		ra_graph_set_refcount(graph, node, row->refcount);
	}
	if (row->value != RA_NO_TEXT && saved->value[node] == RA_NO_TEXT) {
		saved->value[node] = row->value;
	}
	if (graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) == RA_NO_CLASS) {
		ra_graph_set_class(graph, node, class_named(making, row->class_name));
	}
}

static bool make_locations(struct making *making)
{
	struct ra_saved_location row;

	begin(making, RA_SAVED_LOCATIONS);
	while (ra_pass_location(&making->pass, &row)) {
		add_location(making, &row);
	}
	return !making->pass.failed && (!ra_graph_failed(making->graph) || no_memory(making));
}

/* ---- attributes ---- */

static enum attribute attribute_of(struct making *making, uint32_t text)
{
	if (text == RA_NO_TEXT) {
		return UNKNOWN;
	}
	if (making->attribute[text] == NOT_ASKED) {
		making->attribute[text] = UNKNOWN;
		for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
			if (ra_saved_text_is(rows_of(making), text, attributes[i].key)) {
				making->attribute[text] = (uint8_t)attributes[i].attribute;
			}
		}
	}
	return (enum attribute)making->attribute[text];
}

static uint64_t number_of(const struct making *making, uint32_t text)
{
	uint32_t length;
	const char *const bytes = ra_saved_text(rows_of(making), text, &length);
	uint64_t number;

	return ra_numbers_parse(bytes, length, &number, 1) == 1 ? number : 0;
}

/* "count used capacity stride table_bytes used_bytes flags", or reli's #count alone. */
static void parse_shape(struct ra_saved_shape *shape, const char *text, uint32_t length)
{
	uint64_t numbers[7];
	const uint32_t count = ra_numbers_parse(text, length, numbers, 7);

	for (unsigned i = 0; i < 4; i++) {
		numbers[i] = numbers[i] < UINT32_MAX ? numbers[i] : UINT32_MAX;
	}
	shape->told = count == 7 || count == 1;
	shape->array = (struct ra_array){.count = (uint32_t)numbers[0],
		.used = (uint32_t)numbers[1],
		.capacity = (uint32_t)numbers[2],
		.stride = (uint32_t)numbers[3],
		.table_bytes = numbers[4],
		.used_bytes = numbers[5] < numbers[4] ? numbers[5] : numbers[4],
		.packed = numbers[6] & 1,
		.plain_values = numbers[6] >> 1 & 1,
		.immutable = numbers[6] >> 2 & 1,
		.caught_growing = numbers[6] >> 3 & 1,
		.fits_nowhere = numbers[6] >> 4 & 1};
	if (count == 1) {
		shape->array.used = shape->array.capacity = shape->array.count;
	}
}

/* Many arrays are of one shape. */
static void set_shape(struct making *making, ra_node node, uint32_t text)
{
	struct ra_saved_graph *const saved = making->saved;
	uint32_t length;

	if (text == RA_NO_TEXT) {
		return;
	}
	if (making->shape_of[text] == 0) {
		if (saved->shape_count == saved->shape_capacity) {
			const uint32_t capacity = saved->shape_capacity ? saved->shape_capacity * 2 : 256;
			struct ra_saved_shape *const shapes =
				reallocarray(saved->shapes, capacity, sizeof(*shapes));

			if (!shapes) {
				no_memory(making);
				return;
			}
			saved->shapes = shapes;
			saved->shape_capacity = capacity;
		}
		const char *const bytes = ra_saved_text(rows_of(making), text, &length);

		parse_shape(&saved->shapes[saved->shape_count], bytes, length);
		making->shape_of[text] = ++saved->shape_count;
	}
	saved->fact[node] = making->shape_of[text] - 1;
}

/* NULL: no memory, or the node has no code. */
static struct ra_saved_code *code_of(struct making *making, ra_node node)
{
	struct ra_saved_graph *const saved = making->saved;

	if (making->graph->kind[node] != RA_NODE_FUNCTION &&
		making->graph->kind[node] != RA_NODE_FRAME) {
		return NULL;
	}
	if (saved->fact[node] == RA_NO_TEXT) {
		if (saved->code_count == saved->code_capacity) {
			const uint32_t capacity = saved->code_capacity ? saved->code_capacity * 2 : 256;
			struct ra_saved_code *const code = reallocarray(saved->code, capacity, sizeof(*code));

			if (!code) {
				no_memory(making);
				return NULL;
			}
			saved->code = code;
			saved->code_capacity = capacity;
		}
		saved->fact[node] = saved->code_count++;
		saved->code[saved->fact[node]] =
			(struct ra_saved_code){RA_NO_TEXT, RA_NO_TEXT, RA_NO_TEXT, RA_NO_TEXT};
	}
	return &saved->code[saved->fact[node]];
}

static void set_code(struct making *making, ra_node node, enum attribute attribute, uint32_t text)
{
	struct ra_saved_code *const code = code_of(making, node);

	if (!code) {
		return;
	}
	switch (attribute) {
	case NAME:
		code->name = text;
		break;
	case FILE_NAME:
		code->file = text;
		break;
	case LINES:
		code->lines = text;
		break;
	default:
		code->line = text;
	}
}

static void set_flags(struct making *making, ra_node node, uint64_t flags)
{
	struct ra_tally *const tally = making->saved->tally;

	making->graph->flags[node] = (uint8_t)(flags & FLAGS_KEPT);
	if ((flags & RA_SAVED_OUT_OF_SIGHT) && tally->held_out_of_sight) {
		tally->held_out_of_sight[node / 8] |= (uint8_t)(1u << node % 8);
	}
	if (flags & RA_SAVED_DESTRUCTOR_CALLED) {
		making->saved->ended[node / 8] |= (uint8_t)(1u << node % 8);
	}
}

static void set_references(struct making *making, ra_node node, uint32_t count)
{
	if (!ra_tally_set_references(making->saved->tally, node, count)) {
		no_memory(making);
	}
}

static void set_attribute(
	struct making *making, ra_node node, enum attribute attribute, uint32_t text)
{
	struct ra_saved_graph *const saved = making->saved;
	const enum ra_node_kind kind = making->graph->kind[node];
	const uint64_t number =
		attribute == FLAGS || attribute == REFERENCES ? number_of(making, text) : 0;

	switch (attribute) {
	case LINKS:
		making->letters[node] = text + 1;
		break;
	case FLAGS:
		set_flags(making, node, number);
		break;
	case SHAPE:
		if (kind == RA_NODE_ARRAY) {
			set_shape(making, node, text);
		}
		break;
	case LENGTH:
		if (kind == RA_NODE_STRING) {
			saved->fact[node] = text;
		}
		break;
	case REFERENCES:
		set_references(making, node, number < UINT32_MAX ? (uint32_t)number : UINT32_MAX);
		break;
	case NAME:
	case FILE_NAME:
	case LINES:
	case LINE:
		set_code(making, node, attribute, text);
		break;
	case ELEMENT_COUNT: /* without more: an array of so many elements */
		if (kind == RA_NODE_ARRAY && saved->fact[node] == RA_NO_TEXT) {
			set_shape(making, node, text);
		}
		break;
	default:
		break;
	}
}

/* Bits of flags that a reader sees from the array's shape. */
static void set_packed(struct making *making)
{
	const struct ra_saved_graph *const saved = making->saved;
	struct ra_graph *const graph = making->graph;

	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_ARRAY && saved->fact[node] != RA_NO_TEXT &&
			saved->shapes[saved->fact[node]].array.packed) {
			graph->flags[node] |= RA_NODE_PACKED;
		}
	}
}

static bool make_attributes(struct making *making)
{
	const struct ra_graph *const graph = making->graph;
	struct ra_saved_pair row;

	for (ra_node node = 0; node < graph->node_count; node++) {
		set_references(making, node, ra_node_refcount(graph, node));
	}
	begin(making, RA_SAVED_ATTRIBUTES);
	while (ra_pass_attribute(&making->pass, &row)) {
		const enum attribute attribute = attribute_of(making, row.key);
		const ra_node node = attribute == UNKNOWN ? RA_NO_NODE : value_of(making, row.node);

		if (node != RA_NO_NODE) {
			set_attribute(making, node, attribute, row.value);
		}
	}
	set_packed(making);
	return making->err->kind == RA_ERR_NONE;
}

/* ---- edges ---- */

struct run { /* of edges that leave one node */
	ra_node from;
	uint32_t place;
};

static ra_name name_of(struct making *making, uint32_t text)
{
	uint32_t length;

	if (text == RA_NO_TEXT) {
		return 0;
	}
	if (making->name_of[text] == 0) {
		const char *const bytes = ra_saved_text(rows_of(making), text, &length);

		making->name_of[text] = ra_graph_intern(making->graph, bytes, length) + 1;
	}
	return making->name_of[text] - 1;
}

static ra_node key_of_text(struct making *making, uint32_t text)
{
	const ra_node node = ra_graph_add_node(making->graph, RA_NODE_STRING, 0);

	if (node != RA_NO_NODE) {
		ra_graph_set_address(making->graph, node, RA_TEXT_ADDRESS + text);
		making->graph->flags[node] |= RA_NODE_OUTSIDE | RA_NODE_INTERNED;
		making->saved->value[node] = text;
		making->saved->fact[node] = RA_NO_TEXT;
		set_references(making, node, 0);
	}
	return node;
}

static void add_numbered(struct making *making, ra_node from, ra_node to, enum ra_link_kind kind,
	uint32_t text, unsigned flags)
{
	uint32_t length;
	const char *const bytes = ra_saved_text(rows_of(making), text, &length);
	int64_t number;

	if (!ra_link_number(bytes, length, &number)) {
		number = 0;
	}
	ra_graph_add_edge(making->graph, from, to, kind,
		number < 0 || number > UINT32_MAX ? UINT32_MAX : (uint32_t)number, flags);
}

/* To an element's value: by the element's key, or by the number in its link. */
static void add_element(
	struct making *making, ra_node from, ra_node to, uint32_t element, unsigned flags)
{
	const uint32_t key = making->key[element] - 1;
	const uint32_t text = making->link[element] - 1;
	ra_node key_node = key == RA_NO_ID || key == KEY_MADE ? RA_NO_NODE : kept(making, key);
	uint32_t length;
	int64_t number;

	if (key == KEY_MADE) {
		key_node = text;
	} else if (key_node == RA_NO_NODE) {
		const char *const bytes = ra_saved_text(rows_of(making), text, &length);

		if (ra_link_number(bytes, length, &number)) {
			ra_graph_add_index_edge(making->graph, from, to, number, flags);
			return;
		}
		key_node = key_of_text(making, text);
		making->key[element] = KEY_MADE + 1; /* once, however many values there are */
		making->link[element] = key_node + 1;
	}
	ra_graph_add_edge(making->graph, from, to, RA_LINK_KEY, key_node, flags);
}

static void add_edge(struct making *making, const struct ra_saved_edge *row, ra_node from,
	ra_node to, enum ra_link_kind kind, bool guess)
{
	const bool element = row->from != RA_NO_ID && making->between[row->from] == RA_BETWEEN_ELEMENT;
	const unsigned flags = (row->strength == RA_WEAK            ? RA_EDGE_WEAK
							   : row->strength == RA_STRUCTURAL ? RA_EDGE_STRUCTURAL
																: 0u) |
						   (guess ? RA_EDGE_GUESS : 0u);
	uint32_t length;

	switch (kind) {
	case RA_LINK_KEY:
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		if (element) {
			add_element(making, from, to, row->from, flags);
			break;
		}
		{ /* an element without a node of its own */
			const char *const text = ra_saved_text(rows_of(making), row->link, &length);
			int64_t number;

			if (ra_link_number(text, length, &number)) {
				ra_graph_add_index_edge(making->graph, from, to, number, flags);
				break;
			}
			ra_graph_add_edge(
				making->graph, from, to, RA_LINK_FIELD, name_of(making, row->link), flags);
		}
		break;
	case RA_LINK_FRAME:
	case RA_LINK_ARGUMENT:
	case RA_LINK_EXTRA_ARG:
	case RA_LINK_TEMPORARY:
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		add_numbered(making, from, to, kind, row->link, flags);
		break;
	case RA_LINK_THIS:
	case RA_LINK_DYNAMIC_TABLE:
	case RA_LINK_KEY_STRING:
	case RA_LINK_REFERENCED:
		ra_graph_add_edge(making->graph, from, to, kind, 0, flags);
		break;
	default:
		ra_graph_add_edge(making->graph, from, to, kind, name_of(making, row->link), flags);
	}
}

/* NULL: no root, or nothing has led to it yet. */
static const char *root_name(const struct making *making, uint32_t id)
{
	const ra_node node = kept(making, id);

	return node != RA_NO_NODE && making->graph->kind[node] == RA_NODE_ROOT && making->link[id]
			   ? ra_graph_name(making->graph, making->link[id] - 1, NULL)
			   : NULL;
}

/* What the letters of the node say, or the guess. */
static enum ra_link_kind kind_of(struct making *making, const struct ra_saved_edge *row,
	ra_node from, ra_node to, uint32_t place, bool *guess)
{
	const enum ra_between between =
		row->from == RA_NO_ID ? RA_BETWEEN_NONE : (enum ra_between)making->between[row->from];
	uint32_t length;

	*guess = false;
	if (making->letters[from]) {
		const char *const letters =
			ra_saved_text(rows_of(making), making->letters[from] - 1, &length);

		if (place < length) {
			const enum ra_link_kind kind = ra_link_of_letter(letters[place], guess);

			if (kind < RA_LINK_KINDS && kind != RA_LINK_ROOT) {
				return kind;
			}
		}
		*guess = false;
	}
	struct ra_link_context context = {.between = between,
		.from = making->graph->kind[from],
		.to = making->graph->kind[to],
		.text = "",
		.root = row->from == RA_NO_ID ? NULL : root_name(making, row->from)};

	if (between == RA_BETWEEN_ELEMENT) { /* its text says no more */
		if (making->key[row->from] == row->to + 1 &&
			is_word(making, &making->key_word, row->link)) {
			return RA_LINK_KEY_STRING;
		}
		context.has_key = making->key[row->from] != 0;
	} else if (between != RA_BETWEEN_PROPERTIES) {
		context.text = ra_saved_text(rows_of(making), row->link, &context.length);
	}
	return ra_link_guess(&context);
}

static bool make_edges(struct making *making)
{
	struct run run = {RA_NO_NODE, 0};
	struct ra_saved_edge row;

	begin(making, RA_SAVED_EDGES);
	while (ra_pass_edge(&making->pass, &row)) {
		const ra_node from = row.from == RA_NO_ID ? RA_SUPER_ROOT : value_of(making, row.from);
		const ra_node to = kept(making, row.to);
		bool guess;

		if (to == RA_NO_NODE || from == RA_NO_NODE ||
			(row.from == RA_NO_ID && is_unreferenced(making, &row))) {
			continue;
		}
		/* it only names the key */
		if (row.strength == RA_STRUCTURAL && row.from != RA_NO_ID &&
			making->between[row.from] == RA_BETWEEN_ELEMENT &&
			making->key[row.from] == row.to + 1) {
			continue;
		}
		if (run.from != from) {
			run = (struct run){from, 0};
		}
		const enum ra_link_kind kind = kind_of(making, &row, from, to, run.place++, &guess);

		add_edge(making, &row, from, to, kind, guess);
		if (from == RA_SUPER_ROOT && making->graph->edge_count > 0) {
			making->link[row.to] = making->graph->edge_key[making->graph->edge_count - 1] + 1;
		}
	}
	return !making->pass.failed && (!ra_graph_failed(making->graph) || no_memory(making));
}

/* ---- frames ---- */

static void make_frames(struct making *making)
{
	const struct ra_graph *const graph = making->graph;

	for (ra_node node = 1; node < graph->node_count; node++) {
		uint64_t numbers[6];
		uint32_t length;
		int64_t line;

		if (graph->kind[node] != RA_NODE_FRAME || making->saved->fact[node] == RA_NO_TEXT) {
			continue;
		}
		const struct ra_saved_code *const code = &making->saved->code[making->saved->fact[node]];
		struct ra_frame_info frame = {
			.node = node, .function = name_of(making, code->name), .line = -1};

		frame.file = code->file == RA_NO_TEXT ? 0 : name_of(making, code->file);
		const char *text = ra_saved_text(rows_of(making), code->line, &length);

		if (ra_link_number(text, length, &line) && line >= -1 && line <= INT32_MAX) {
			frame.line = (int32_t)line;
		}
		text = ra_saved_text(rows_of(making), code->lines, &length);
		frame.internal = frame.line < 0;
		if (ra_numbers_parse(text, length, numbers, 6) == 6) {
			frame.first_line = (uint32_t)numbers[0];
			frame.last_line = (uint32_t)numbers[1];
			frame.internal = numbers[2] != 0;
			frame.suspended = numbers[3] != 0;
			frame.chain = (uint32_t)numbers[4];
		}
		ra_graph_add_frame(making->graph, &frame);
	}
}

/* ---- all ---- */

static void count_objects(struct ra_graph *graph)
{
	for (ra_node node = 1; node < graph->node_count; node++) {
		const uint32_t class_index = ra_node_class(graph, node);

		if (class_index < graph->class_count) {
			graph->classes[class_index].instance_count++;
		}
	}
}

/* Finds nodes by their kinds and addresses: of several with the same, the first that can be asked about. */
static bool index_places(struct making *making)
{
	struct ra_saved_graph *const saved = making->saved;
	const struct ra_graph *const graph = making->graph;
	uint64_t size = 1024;

	while (size < (uint64_t)graph->node_count * 2) {
		size *= 2;
	}
	saved->place = size <= UINT32_MAX ? calloc((size_t)size, sizeof(*saved->place)) : NULL;
	if (!saved->place) {
		return no_memory(making);
	}
	saved->place_mask = (uint32_t)(size - 1);
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (ra_node_address(graph, node) != 0) {
			uint32_t *const place = ra_saved_place(
				saved, ra_node_address(graph, node), (enum ra_node_kind)graph->kind[node]);

			if (*place == 0) {
				*place = node + 1;
			}
		}
	}
	return true;
}

static bool make(struct making *making)
{
	struct ra_saved_graph *const saved = making->saved;

	if (!ra_saved_state_before(saved)) {
		return no_memory(making);
	}
	if (!index_classes(making) || !make_nodes(making) || !make_locations(making) ||
		!make_attributes(making) || !make_edges(making)) {
		return false;
	}
	make_frames(making);
	count_objects(making->graph);
	return (ra_saved_state_after(saved) || no_memory(making)) && index_places(making) &&
		   ra_graph_finish(making->graph, making->err);
}

static bool allocate(struct making *making)
{
	struct ra_saved_graph *const saved = making->saved;
	/* nodes that go make room for those of keys that have none */
	const size_t nodes = (size_t)making->count + 2;
	const size_t texts = (size_t)saved->rows.text_count + 1;

	making->between = calloc(nodes, sizeof(*making->between));
	making->node = calloc(nodes, sizeof(*making->node));
	making->type = calloc(nodes, sizeof(*making->type));
	making->link = calloc(nodes, sizeof(*making->link));
	making->key = calloc(nodes, sizeof(*making->key));
	making->letters = calloc(nodes, sizeof(*making->letters));
	making->attribute = calloc(texts, sizeof(*making->attribute));
	making->class_of = calloc(texts, sizeof(*making->class_of));
	making->name_of = calloc(texts, sizeof(*making->name_of));
	making->shape_of = calloc(texts, sizeof(*making->shape_of));
	making->kind_of = calloc(texts, sizeof(*making->kind_of));
	making->where_of = calloc(texts, sizeof(*making->where_of));
	making->location_of = calloc(texts, sizeof(*making->location_of));
	saved->value = reallocarray(NULL, nodes, sizeof(*saved->value));
	saved->fact = reallocarray(NULL, nodes, sizeof(*saved->fact));
	saved->tally->held_out_of_sight = calloc(1, nodes / 8 + 1);
	saved->ended = calloc(1, nodes / 8 + 1);
	if (!making->between || !making->type || !making->node || !making->link || !making->key ||
		!making->letters || !making->attribute || !making->class_of || !making->name_of ||
		!making->shape_of || !making->kind_of || !making->where_of || !making->location_of ||
		!saved->value || !saved->fact || !saved->tally->held_out_of_sight || !saved->ended ||
		!ra_tally_make_room(saved->tally, (uint32_t)nodes - 1)) {
		return no_memory(making);
	}
	memset(saved->value, 0xff, nodes * sizeof(*saved->value)); /* RA_NO_TEXT */
	memset(saved->fact, 0xff, nodes * sizeof(*saved->fact));
	return true;
}

bool ra_saved_graph_make(struct ra_saved_graph *saved, struct ra_error *err)
{
	struct ra_error local = {0};
	struct making making = {.saved = saved,
		.err = err ? err : &local,
		.count = (uint32_t)saved->rows.rows[RA_SAVED_NODES].count,
		.key_word = {"key", RA_NO_TEXT, RA_NO_TEXT},
		.unreferenced_word = {"unreferenced", RA_NO_TEXT, RA_NO_TEXT}};
	bool done = false;

	saved->heap = calloc(1, sizeof(*saved->heap));
	if (saved->heap && ra_graph_new(&saved->graph, err) && ra_tally_new(&saved->tally, err)) {
		making.graph = saved->graph;
		done = allocate(&making) && make(&making);
	} else {
		no_memory(&making);
	}
	free(making.between);
	free(making.node);
	free(making.type);
	free(making.link);
	free(making.key);
	free(making.letters);
	free(making.attribute);
	free(making.class_of);
	free(making.name_of);
	free(making.shape_of);
	free(making.kind_of);
	free(making.where_of);
	free(making.location_of);
	ra_pair_index_done(&making.class_names);
	free(making.name_classes);
	return done;
}

void ra_saved_graph_free(struct ra_saved_graph *saved)
{
	if (!saved) {
		return;
	}
	ra_saved_done(&saved->rows);
	ra_pair_index_done(&saved->class_entries);
	ra_pair_index_done(&saved->handlers);
	free(saved->handler_classes);
	free(saved->value);
	free(saved->fact);
	free(saved->ended);
	free(saved->code);
	free(saved->shapes);
	free(saved->classes);
	free(saved->place);
	free(saved->php_version);
	free(saved->layout_name);
	free(saved->differences);
	free(saved);
}
