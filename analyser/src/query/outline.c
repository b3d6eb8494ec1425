/* See outline.h. The heaviest item is opened first, so that the number of items, where it is the bound, goes to what
 * matters. An item has a list of its values; the dominator children of all of them are grouped by what they are and
 * how they hang there. Each node is in one list at most and in one list of children, so all lists together are linear. */
#include "query/outline.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/contents.h"
#include "answer/places.h"
#include "answer/sample.h"
#include "base/format.h"
#include "base/pair_index.h"
#include "findings/path.h"
#include "query/query.h"

enum {
	ALIKE_FROM = 3,     /* children of one value that are one item */
	SINGLE_PART = 1000, /* of all: a child that has as much is an item of its own, */
	MAX_SINGLES = 64,   /* unless there are more of them in a group: */
	HEAVY_PART = 10,    /* then with as much of what is above */
	LONG_CHAIN = 20,
	MAX_BETWEEN = 5, /* steps from one link of a chain to the next */
	LABEL_COLUMNS = 80,
	LINK_COLUMNS = 60,
	MAX_CHILDREN = 4000
};

struct values { /* of an item that was not opened yet */
	ra_node *nodes;
	uint32_t count;
};

struct group { /* children of one item that are alike */
	uint32_t count;
	uint32_t heavy;       /* of them: may be items of their own */
	struct values values; /* that are none */
	uint64_t bytes;       /* of these */
	ra_node heaviest;     /* likewise */
};

struct outline {
	struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	struct ra_outline *out;
	uint32_t room;
	uint32_t most_items;
	uint32_t most_paths;
	uint64_t least_bytes;  /* of an item */
	uint64_t single_bytes; /* of an item of its own among alike ones */
	ra_node *order;        /* the nodes in preorder of the dominator tree */
	ra_node *heaviest;     /* child of each node in the dominator tree; RA_NO_NODE: none */
	struct values *values; /* per item */
	uint32_t *heap;        /* items to open, the heaviest on top */
	uint32_t heap_count;
	ra_node *children;  /* of the item that is opened */
	uint32_t *group_of; /* per child */
	uint32_t child_room;
};

/* ---- the order of opening: a binary heap ---- */

static bool opens_before(const struct outline *outline, uint32_t a, uint32_t b)
{
	const struct ra_outline_item *const items = outline->out->items;

	return items[a].bytes != items[b].bytes ? items[a].bytes > items[b].bytes : a < b;
}

static void heap_add(struct outline *outline, uint32_t item)
{
	uint32_t at = outline->heap_count++;

	for (; at > 0 && opens_before(outline, item, outline->heap[(at - 1) / 2]); at = (at - 1) / 2) {
		outline->heap[at] = outline->heap[(at - 1) / 2];
	}
	outline->heap[at] = item;
}

static uint32_t heap_take(struct outline *outline)
{
	const uint32_t first = outline->heap[0];
	const uint32_t last = outline->heap[--outline->heap_count];
	uint32_t at = 0;

	for (;;) {
		uint32_t child = at * 2 + 1;

		if (child >= outline->heap_count) {
			break;
		}
		if (child + 1 < outline->heap_count &&
			opens_before(outline, outline->heap[child + 1], outline->heap[child])) {
			child++;
		}
		if (!opens_before(outline, outline->heap[child], last)) {
			break;
		}
		outline->heap[at] = outline->heap[child];
		at = child;
	}
	outline->heap[at] = last;
	return first;
}

/* ---- what is alike ---- */

static uint32_t kind_of(const struct ra_graph *graph, ra_node node)
{
	if (graph->kind[node] == RA_NODE_ROOT) {
		return 0xc0000000u | node; /* no two are alike */
	}
	return graph->kind[node] == RA_NODE_OBJECT ? ra_node_class(graph, node)
											   : 0x80000000u | graph->kind[node];
}

/* PHP's references are transparent: what they alone keep stands in their place. */
static bool is_transparent(const struct outline *outline, ra_node node)
{
	return outline->graph->kind[node] == RA_NODE_REFERENCE && outline->heaviest[node] != RA_NO_NODE;
}

/* The edge by which the node hangs on the one that dominates it; RA_NO_NODE: on others, or in several ways. */
static uint32_t edge_from_above(const struct outline *outline, ra_node node)
{
	const ra_node dominator = outline->measures->immediate_dominator[node];

	if (dominator != RA_NO_NODE && is_transparent(outline, dominator)) {
		node = dominator;
	}
	const uint32_t edge = outline->graph->tree_edge[node];

	return edge != RA_NO_NODE && ra_edge_source(outline->graph, edge) ==
									 outline->measures->immediate_dominator[node]
			   ? edge
			   : RA_NO_NODE;
}

/* How it hangs there: elements of an array all in one way, properties by their names. */
static uint64_t way_of(const struct outline *outline, ra_node node)
{
	const uint32_t edge = edge_from_above(outline, node);

	if (edge == RA_NO_NODE) {
		return UINT64_MAX;
	}
	const uint64_t kind = outline->graph->edge_kind[edge];

	switch ((enum ra_link_kind)kind) {
	case RA_LINK_GLOBAL:
	case RA_LINK_LOCAL:
	case RA_LINK_RESULT:
	case RA_LINK_PROPERTY:
	case RA_LINK_STATIC_PROPERTY:
	case RA_LINK_CLASS_CONSTANT:
	case RA_LINK_STATIC_VARIABLE:
	case RA_LINK_BOUND_VARIABLE:
	case RA_LINK_FIELD:
		return kind << 32 | outline->graph->edge_key[edge];
	default:
		return kind << 32;
	}
}

/* ---- texts ---- */

static char *cut(char *text, size_t columns)
{
	if (text && ra_text_columns(text) > columns) {
		char *const shorter = ra_text_cut(text, columns, RA_CUT_MIDDLE);

		free(text);
		return shorter;
	}
	return text;
}

/* "->users", "$em", "[17]": the link as PHP writes it. */
static char *link_text(const struct outline *outline, uint32_t edge)
{
	static const struct {
		const char *before;
		const char *behind;
	} forms[RA_LINK_KINDS] = {
		[RA_LINK_GLOBAL] = {"$", ""},
		[RA_LINK_LOCAL] = {"$", ""},
		[RA_LINK_ARGUMENT] = {"argument ", ""},
		[RA_LINK_EXTRA_ARG] = {"extra argument ", ""},
		[RA_LINK_TEMPORARY] = {"temporary ", ""},
		[RA_LINK_THIS] = {"$", ""},
		[RA_LINK_PROPERTY] = {"->", ""},
		[RA_LINK_INDEX] = {"[", "]"},
		[RA_LINK_WIDE_INDEX] = {"[", "]"},
		[RA_LINK_KEY] = {"[", "]"},
		[RA_LINK_STATIC_PROPERTY] = {"::$", ""},
		[RA_LINK_CLASS_CONSTANT] = {"::", ""},
		[RA_LINK_STATIC_VARIABLE] = {"static $", ""},
		[RA_LINK_BOUND_VARIABLE] = {"use $", ""},
		[RA_LINK_HANDLE] = {"#", ""},
		[RA_LINK_MAP_ENTRY] = {"[", "]"},
	};
	const enum ra_link_kind kind = (enum ra_link_kind)outline->graph->edge_kind[edge];

	if (kind == RA_LINK_ROOT || kind == RA_LINK_FRAME || kind == RA_LINK_REFERENCED ||
		kind == RA_LINK_DYNAMIC_TABLE) {
		return strdup("");
	}
	char *const name = ra_path_link_text(outline->snapshot, edge);
	char *const text =
		name ? ra_text_printf("%s%s%s",
				   (unsigned)kind < RA_LINK_KINDS && forms[kind].before ? forms[kind].before : "",
				   name,
				   (unsigned)kind < RA_LINK_KINDS && forms[kind].behind ? forms[kind].behind : "")
			 : NULL;

	free(name);
	return cut(text, LINK_COLUMNS);
}

/* The way of a whole group. */
static char *way_text(const struct outline *outline, ra_node node)
{
	const uint32_t edge = edge_from_above(outline, node);

	if (edge == RA_NO_NODE) {
		return strdup("");
	}
	switch ((enum ra_link_kind)outline->graph->edge_kind[edge]) {
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
	case RA_LINK_KEY:
	case RA_LINK_MAP_ENTRY:
		return strdup("[*]");
	default:
		return way_of(outline, node) & UINT32_MAX ? link_text(outline, edge) : strdup("");
	}
}

static char *frame_label(const struct outline *outline, ra_node node)
{
	const struct ra_frame_info *const frame = ra_graph_frame(outline->graph, node);

	return frame ? ra_frame_text(outline->snapshot, frame) : strdup("call");
}

static char *array_label(const struct outline *outline, ra_node node)
{
	char *const sample = ra_sample_text(outline->snapshot, node, LABEL_COLUMNS);
	struct ra_array array;

	if (sample) {
		return sample;
	}
	return ra_reader_array(
			   &outline->snapshot->reader, ra_node_address(outline->graph, node), &array)
			   ? ra_text_printf("array(%s)", RA_COUNT(array.count))
			   : strdup("array");
}

/* "Closure import.php:12" */
static char *object_label(const struct outline *outline, ra_node node)
{
	char *const name = ra_content_name_of(outline->graph, node);
	char *const site = ra_site_of_object(outline->snapshot, node);
	const char *const slash = site ? strrchr(site, '/') : NULL;
	char *const text =
		name && site ? ra_text_printf("%s %s", name, slash ? slash + 1 : site) : NULL;

	free(site);
	if (!text) {
		return name;
	}
	free(name);
	return text;
}

/* "PHP itself: interned strings" */
static char *root_label(const struct ra_graph *graph, ra_node node)
{
	const uint32_t edge = graph->tree_edge[node];
	const char *const title = ra_root_title(graph, node);
	const char *const name =
		edge != RA_NO_NODE ? ra_graph_name(graph, graph->edge_key[edge], NULL) : "";

	if (strcmp(title, "PHP itself") != 0 || strcmp(name, "engine") == 0) {
		return strdup(title);
	}
	char *const text = ra_text_printf("%s: %s", title, name);

	for (char *at = text; at && (at = strchr(at, '_')); at++) {
		*at = ' ';
	}
	return text;
}

static char *value_label(const struct outline *outline, ra_node node)
{
	const struct ra_graph *const graph = outline->graph;

	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_SUPER_ROOT:
		return strdup("all");
	case RA_NODE_ROOT:
		return root_label(graph, node);
	case RA_NODE_FRAME:
		return frame_label(outline, node);
	case RA_NODE_ARRAY:
		return array_label(outline, node);
	case RA_NODE_OBJECT:
		return object_label(outline, node);
	case RA_NODE_STRING:
		if (!outline->snapshot->hide_contents) {
			return ra_query_label(outline->snapshot, node, LABEL_COLUMNS);
		}
		break;
	default:
		break;
	}
	return ra_content_name_of(graph, node);
}

static enum ra_outline_colour colour_of(const struct ra_graph *graph, ra_node node)
{
	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_OBJECT:
		return RA_COLOUR_OBJECT;
	case RA_NODE_ARRAY:
		return RA_COLOUR_ARRAY;
	case RA_NODE_STRING:
		return RA_COLOUR_STRING;
	case RA_NODE_FRAME:
		return RA_COLOUR_CALL;
	case RA_NODE_ROOT:
		return strcmp(ra_root_title(graph, node), "PHP itself") == 0 ? RA_COLOUR_ENGINE
																	 : RA_COLOUR_CALL;
	case RA_NODE_CLASS:
	case RA_NODE_FUNCTION:
	case RA_NODE_CONSTANT:
	case RA_NODE_PROPERTY_INFO:
	case RA_NODE_AST:
		return RA_COLOUR_CODE;
	case RA_NODE_REFERENCE:
	case RA_NODE_RESOURCE:
	case RA_NODE_STREAM:
	case RA_NODE_UNKNOWN:
		return RA_COLOUR_OTHER;
	default:
		return RA_COLOUR_ENGINE;
	}
}

/* ---- items ---- */

/* The next link of a chain below the node: something of its kind, on the heaviest way down. */
static ra_node next_link(const struct outline *outline, ra_node node)
{
	const uint32_t kind = kind_of(outline->graph, node);
	ra_node at = node;

	for (unsigned step = 0; step < MAX_BETWEEN; step++) {
		at = outline->heaviest[at];
		if (at == RA_NO_NODE || kind_of(outline->graph, at) == kind) {
			return at;
		}
	}
	return RA_NO_NODE;
}

/* A chain goes on with most of what it has, link after link; a tree has branches instead. */
static bool is_long_chain(const struct outline *outline, ra_node node)
{
	const struct ra_sizes *const bytes_of = &outline->measures->dominated_bytes;

	for (uint32_t links = 1; links < LONG_CHAIN; links++) {
		const ra_node next = next_link(outline, node);

		if (next == RA_NO_NODE || ra_sizes_at(bytes_of, next) < ra_sizes_at(bytes_of, node) / 2) {
			return false;
		}
		node = next;
	}
	return true;
}

/* The values of a chain: its links and what lies between them. */
static bool take_chain(struct outline *outline, struct ra_outline_item *item, struct values *values)
{
	uint32_t room = 0;
	ra_node last = item->node;

	item->count = 1;
	for (ra_node next; (next = next_link(outline, last)) != RA_NO_NODE; last = next) {
		item->count++;
	}
	for (ra_node at = item->node; at != last; at = outline->heaviest[at]) {
		room++;
	}
	values->nodes = malloc(((size_t)room + 1) * sizeof(*values->nodes));
	if (!values->nodes) {
		return false;
	}
	for (ra_node at = item->node; at != last; at = outline->heaviest[at]) {
		values->nodes[values->count++] = at;
	}
	values->nodes[values->count++] = last;
	return true;
}

/* A value that several places hold hangs on none of what is above it: its path tells where it is. */
static void hang_by_path(struct ra_outline_item *item)
{
	if (item->path && item->link && *item->link == '\0' && item->what == RA_OUTLINE_VALUE &&
		item->colour != RA_COLOUR_CALL && item->colour != RA_COLOUR_ENGINE) {
		free(item->link);
		item->link = ra_text_cut(item->path, LINK_COLUMNS, RA_CUT_MIDDLE);
	}
}

/* Takes the values. False: no memory. */
static bool add_item(struct outline *outline, struct ra_outline_item item, struct values values)
{
	struct ra_outline *const out = outline->out;

	if (out->count == outline->room) {
		const uint32_t room = outline->room ? outline->room * 2 : 256;
		struct ra_outline_item *const items = realloc(out->items, room * sizeof(*items));

		out->items = items ? items : out->items;
		struct values *const lists = items ? realloc(outline->values, room * sizeof(*lists)) : NULL;

		outline->values = lists ? lists : outline->values;
		uint32_t *const heap = lists ? realloc(outline->heap, room * sizeof(*heap)) : NULL;

		outline->heap = heap ? heap : outline->heap;
		if (!heap) {
			free(values.nodes);
			free(item.link);
			free(item.label);
			return false;
		}
		outline->room = room;
	}
	for (uint32_t i = 0; i < values.count; i++) {
		item.own_bytes += ra_node_own_bytes(outline->graph, values.nodes[i]);
		out->item_of[values.nodes[i]] = out->count;
	}
	if (out->count > 0 && out->count < outline->most_paths && item.what != RA_OUTLINE_REST) {
		item.path = ra_place_of_node(
			outline->snapshot, item.node, item.what == RA_OUTLINE_GROUP ? RA_PATH_FOLDED : 0);
		hang_by_path(&item);
	}
	out->items[out->count] = item;
	outline->values[out->count] = values;
	if (item.what != RA_OUTLINE_REST) {
		heap_add(outline, out->count);
	}
	out->count++;
	return item.link && item.label;
}

static bool add_value(struct outline *outline, uint32_t parent, ra_node node)
{
	const uint32_t edge = edge_from_above(outline, node);
	struct ra_outline_item item = {
		.parent = parent,
		.what = RA_OUTLINE_VALUE,
		.colour = colour_of(outline->graph, node),
		.node = node,
		.count = 1,
		.bytes = ra_node_dominated_bytes(outline->measures, node),
		.link = edge != RA_NO_NODE ? link_text(outline, edge) : strdup(""),
	};
	struct values values = {NULL, 0};
	bool good;

	if (is_long_chain(outline, node)) {
		item.what = RA_OUTLINE_CHAIN;
		item.label = ra_content_name_of(outline->graph, node);
		good = take_chain(outline, &item, &values);
	} else {
		item.label = value_label(outline, node);
		values.nodes = malloc(sizeof(*values.nodes));
		good = values.nodes;
		if (good) {
			values.nodes[values.count++] = node;
		}
	}
	return add_item(outline, item, values) && good;
}

/* Takes the values of the group. */
static bool add_group(struct outline *outline, uint32_t parent, struct group *group)
{
	const struct values values = group->values;

	group->values = (struct values){NULL, 0};
	return add_item(outline,
		(struct ra_outline_item){
			.parent = parent,
			.what = RA_OUTLINE_GROUP,
			.colour = colour_of(outline->graph, group->heaviest),
			.node = group->heaviest,
			.count = values.count,
			.bytes = group->bytes,
			.link = way_text(outline, group->heaviest),
			.label = ra_content_name_of(outline->graph, group->heaviest),
		},
		values);
}

static bool add_rest(struct outline *outline, uint32_t parent, uint32_t count, uint64_t bytes)
{
	return add_item(outline,
		(struct ra_outline_item){
			.parent = parent,
			.what = RA_OUTLINE_REST,
			.colour = RA_COLOUR_ENGINE,
			.node = outline->out->items[parent].node,
			.count = count,
			.bytes = bytes,
			.own_bytes = bytes,
			.link = strdup(""),
			.label = strdup(count == 1 ? "smaller value" : "smaller values"),
		},
		(struct values){NULL, 0});
}

/* ---- opening ---- */

static bool grow_children(struct outline *outline)
{
	const uint32_t room = outline->child_room ? outline->child_room * 2 : 1024;
	ra_node *const children = realloc(outline->children, (size_t)room * sizeof(*children));

	outline->children = children ? children : outline->children;
	uint32_t *const group_of =
		children ? realloc(outline->group_of, (size_t)room * sizeof(*group_of)) : NULL;

	outline->group_of = group_of ? group_of : outline->group_of;
	outline->child_room = group_of ? room : outline->child_room;
	return group_of;
}

/* What the values of an item dominate directly, themselves left out. A reference belongs to the item. UINT32_MAX: no
 * memory. */
static uint32_t list_children(struct outline *outline, uint32_t item)
{
	const struct values *const values = &outline->values[item];
	const uint32_t *const order_of = outline->measures->dominator_order;
	const struct ra_narrow8 *const count_of = &outline->measures->dominated_count;
	uint32_t count = 0, step;

	for (uint32_t i = 0; i < values->count; i++) {
		const uint32_t begin = order_of[values->nodes[i]];

		for (uint32_t at = begin + 1; at < begin + ra_narrow8_at(count_of, values->nodes[i]);
			at += step) {
			const ra_node node = outline->order[at];

			step = ra_narrow8_at(count_of, node);
			if (outline->out->item_of[node] == item) {
				continue; /* the next link of the chain */
			}
			if (is_transparent(outline, node)) {
				outline->out->item_of[node] = item;
				outline->out->items[item].own_bytes += ra_node_own_bytes(outline->graph, node);
				step = 1; /* what it dominates comes next */
				continue;
			}
			if (count == outline->child_room && !grow_children(outline)) {
				return UINT32_MAX;
			}
			outline->children[count++] = node;
		}
	}
	return count;
}

struct draft { /* of an item */
	ra_node node;
	uint32_t group; /* RA_NO_PAIR: one value */
	uint64_t bytes;
};

struct opening { /* of one item */
	uint32_t item;
	uint32_t child_count;
	struct group *groups;
	struct ra_pair_index index;
	struct draft *drafts;
	uint32_t draft_count;
};

static void opening_done(struct opening *opening)
{
	for (uint32_t i = 0; i < opening->index.count; i++) {
		free(opening->groups[i].values.nodes);
	}
	free(opening->groups);
	free(opening->drafts);
	ra_pair_index_done(&opening->index);
}

static bool make_groups(struct outline *outline, struct opening *opening)
{
	for (uint32_t i = 0; i < opening->child_count; i++) {
		const ra_node node = outline->children[i];
		const uint32_t known = opening->index.count;
		const uint32_t number = ra_pair_index_add(&opening->index,
			(struct ra_pair){kind_of(outline->graph, node), way_of(outline, node)},
			&opening->groups, sizeof(*opening->groups));

		if (number == RA_NO_PAIR) {
			return false;
		}
		struct group *const group = &opening->groups[number];

		if (number == known) {
			*group = (struct group){.heaviest = RA_NO_NODE};
		}
		group->count++;
		group->heavy += ra_node_dominated_bytes(outline->measures, node) >= outline->single_bytes;
		outline->group_of[i] = number;
	}
	return true;
}

/* Is the child an item of its own among those that are like it? */
static bool is_single(const struct outline *outline, const struct opening *opening,
	const struct group *group, uint64_t bytes)
{
	return group->count < ALIKE_FROM ||
		   bytes >= (group->heavy <= MAX_SINGLES
							? outline->single_bytes
							: outline->out->items[opening->item].bytes / HEAVY_PART);
}

/* Single children become drafts; the others are listed in their groups, which become drafts then. */
static bool make_drafts(struct outline *outline, struct opening *opening)
{
	const struct ra_sizes *const bytes_of = &outline->measures->dominated_bytes;

	opening->drafts = malloc(((size_t)opening->child_count + 1) * sizeof(*opening->drafts));
	if (!opening->drafts) {
		return false;
	}
	for (uint32_t i = 0; i < opening->child_count; i++) {
		const ra_node node = outline->children[i];
		struct group *const group = &opening->groups[outline->group_of[i]];

		if (is_single(outline, opening, group, ra_sizes_at(bytes_of, node))) {
			opening->drafts[opening->draft_count++] =
				(struct draft){node, RA_NO_PAIR, ra_sizes_at(bytes_of, node)};
			continue;
		}
		if (!group->values.nodes) {
			group->values.nodes = malloc((size_t)group->count * sizeof(*group->values.nodes));
			if (!group->values.nodes) {
				return false;
			}
		}
		group->values.nodes[group->values.count++] = node;
		group->bytes += ra_sizes_at(bytes_of, node);
		if (group->heaviest == RA_NO_NODE ||
			ra_sizes_at(bytes_of, node) > ra_sizes_at(bytes_of, group->heaviest)) {
			group->heaviest = node;
		}
	}
	for (uint32_t i = 0; i < opening->index.count; i++) {
		const struct group *const group = &opening->groups[i];

		if (group->values.count > 0) {
			opening->drafts[opening->draft_count++] = (struct draft){
				group->heaviest, group->values.count > 1 ? i : RA_NO_PAIR, group->bytes};
		}
	}
	return true;
}

static int by_bytes(const void *left, const void *right)
{
	const struct draft *const a = left, *const b = right;

	if (a->bytes != b->bytes) {
		return a->bytes > b->bytes ? -1 : 1;
	}
	return (a->node > b->node) - (a->node < b->node);
}

/* The largest drafts become items, the others one together. */
static bool add_children(struct outline *outline, struct opening *opening)
{
	struct ra_outline *const out = outline->out;
	const uint32_t first = out->count;
	uint32_t left = 0;
	uint64_t left_bytes = 0;

	qsort(opening->drafts, opening->draft_count, sizeof(*opening->drafts), by_bytes);
	for (uint32_t i = 0; i < opening->draft_count; i++) {
		const struct draft *const draft = &opening->drafts[i];
		struct group *const group =
			draft->group == RA_NO_PAIR ? NULL : &opening->groups[draft->group];

		if (draft->bytes < outline->least_bytes || out->count - first == MAX_CHILDREN ||
			out->count + 1 >= outline->most_items) {
			left += group ? group->values.count : 1;
			left_bytes += draft->bytes;
		} else if (!(group ? add_group(outline, opening->item, group)
						   : add_value(outline, opening->item, draft->node))) {
			return false;
		}
	}
	if (left_bytes > 0 && !add_rest(outline, opening->item, left, left_bytes)) {
		return false;
	}
	out->items[opening->item].first_child = first;
	out->items[opening->item].child_count = out->count - first;
	return true;
}

static bool open_item(struct outline *outline, uint32_t item)
{
	struct opening opening = {.item = item};

	opening.child_count = list_children(outline, item);
	free(outline->values[item].nodes);
	outline->values[item] = (struct values){NULL, 0};
	const bool good = opening.child_count != UINT32_MAX && make_groups(outline, &opening) &&
					  make_drafts(outline, &opening) && add_children(outline, &opening);

	opening_done(&opening);
	return good;
}

/* ---- all ---- */

static bool prepare(struct outline *outline)
{
	const uint32_t count = outline->graph->node_count;
	const struct ra_sizes *const bytes_of = &outline->measures->dominated_bytes;
	uint32_t *const item_of = malloc((size_t)count * sizeof(*item_of));

	outline->out->item_of = item_of;
	outline->out->node_count = count;
	outline->order = malloc((size_t)count * sizeof(*outline->order));
	outline->heaviest = malloc((size_t)count * sizeof(*outline->heaviest));
	if (!item_of || !outline->order || !outline->heaviest) {
		return false;
	}
	for (ra_node node = 0; node < count; node++) {
		item_of[node] = RA_NO_ITEM;
		outline->order[outline->measures->dominator_order[node]] = node;
		outline->heaviest[node] = RA_NO_NODE;
	}
	for (ra_node node = 0; node < count; node++) {
		const ra_node above = outline->measures->immediate_dominator[node];

		if (above != RA_NO_NODE &&
			(outline->heaviest[above] == RA_NO_NODE ||
				ra_sizes_at(bytes_of, node) > ra_sizes_at(bytes_of, outline->heaviest[above]))) {
			outline->heaviest[above] = node;
		}
	}
	return true;
}

/* A node without an item is in that of what dominates it. */
static void settle(struct outline *outline)
{
	uint32_t *const item_of = outline->out->item_of;

	for (uint32_t at = 0; at < outline->graph->node_count; at++) {
		const ra_node node = outline->order[at];

		if (item_of[node] == RA_NO_ITEM) {
			const ra_node above = outline->measures->immediate_dominator[node];

			item_of[node] = above == RA_NO_NODE ? 0 : item_of[above];
		}
	}
}

static void outline_done(struct outline *outline)
{
	for (uint32_t i = 0; i < outline->out->count; i++) {
		free(outline->values[i].nodes);
	}
	free(outline->values);
	free(outline->heap);
	free(outline->order);
	free(outline->heaviest);
	free(outline->children);
	free(outline->group_of);
}

bool ra_outline_make(struct ra_snapshot *snapshot, const struct ra_outline_limits *limits,
	struct ra_outline **out, struct ra_error *err)
{
	struct outline outline = {
		.snapshot = snapshot,
		.graph = snapshot->graph,
		.measures = snapshot->measures,
		.out = calloc(1, sizeof(*outline.out)),
		.most_items = limits->items,
		.most_paths = limits->paths,
		.least_bytes = snapshot->measures->total_bytes / limits->part + 1,
		.single_bytes = snapshot->measures->total_bytes / SINGLE_PART + 1,
	};
	bool good = outline.out && prepare(&outline) && add_value(&outline, RA_NO_ITEM, RA_SUPER_ROOT);

	while (good && outline.heap_count > 0 && outline.out->count < outline.most_items) {
		good = open_item(&outline, heap_take(&outline));
	}
	if (!outline.out) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the tree");
	}
	if (good) {
		settle(&outline);
	}
	outline_done(&outline);
	if (!good) {
		ra_outline_free(outline.out);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the tree");
	}
	*out = outline.out;
	return true;
}

void ra_outline_free(struct ra_outline *outline)
{
	if (!outline) {
		return;
	}
	for (uint32_t i = 0; i < outline->count; i++) {
		free(outline->items[i].link);
		free(outline->items[i].label);
		free(outline->items[i].path);
	}
	free(outline->items);
	free(outline->item_of);
	free(outline);
}
