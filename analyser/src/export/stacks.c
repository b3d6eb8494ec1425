/* See stacks.h. Nodes are met in preorder of the dominator tree, so the stack of a node's dominator is known when the
 * node comes. The step from one to the other is named after the link that leads there when there is one link, else
 * after the value itself (shared by several places below its dominator). */
#include "export/stacks.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/hash.h"
#include "export/export_names.h"
#include "findings/path.h"
#include "walk/snapshot.h"

enum {
	MAX_KEYS = 64, /* an array with more children than this under string keys is a map: "[key]" */
	MAX_KEY_BYTES = 40, /* a longer key is a value */
};

struct index { /* numbers by hash of what they stand for; open addressing, 0 is free */
	uint32_t *slots;
	uint32_t slot_count;
};

struct builder {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	bool no_values;
	struct ra_stacks *stacks;
	struct index by_step;  /* stacks by parent and label */
	struct index by_label; /* labels by text */
	uint32_t *stack_of;    /* by node */
	uint8_t *depth_of;     /* by node; RA_MAX_STACK_DEPTH fits */
};

static uint64_t step_hash(const struct ra_stack *stack)
{
	return ra_hash_pair(stack->parent, stack->label);
}

static uint64_t label_hash(const char *text)
{
	return ra_hash_bytes(text, strlen(text));
}

static uint64_t hash_of(const struct builder *builder, const struct index *index, uint32_t number)
{
	return index == &builder->by_step ? step_hash(&builder->stacks->items[number])
									  : label_hash(builder->stacks->labels[number]);
}

/* Room for one more number; false: no memory. */
static bool make_room(const struct builder *builder, struct index *index, uint32_t count)
{
	if ((uint64_t)count * 2 < index->slot_count) {
		return true;
	}
	const uint32_t wanted = index->slot_count ? index->slot_count * 2 : 1024;
	uint32_t *const slots = calloc(wanted, sizeof(*slots));

	if (!slots) {
		return false;
	}
	for (uint32_t number = 0; number < count; number++) {
		uint32_t slot = (uint32_t)hash_of(builder, index, number) & (wanted - 1);

		while (slots[slot]) {
			slot = (slot + 1) & (wanted - 1);
		}
		slots[slot] = number + 1;
	}
	free(index->slots);
	index->slots = slots;
	index->slot_count = wanted;
	return true;
}

/* The label's number; takes the text. UINT32_MAX: no memory. */
static uint32_t label_of(struct builder *builder, char *text)
{
	struct ra_stacks *const stacks = builder->stacks;

	if (!text || !make_room(builder, &builder->by_label, stacks->label_count)) {
		free(text);
		return UINT32_MAX;
	}
	for (char *at = text; *at; at++) {
		*at = *at == ';' ? ',' : *at; /* what separates the frames of folded stacks */
	}
	uint32_t slot = (uint32_t)label_hash(text) & (builder->by_label.slot_count - 1);

	while (builder->by_label.slots[slot]) {
		const uint32_t number = builder->by_label.slots[slot] - 1;

		if (strcmp(stacks->labels[number], text) == 0) {
			free(text);
			return number;
		}
		slot = (slot + 1) & (builder->by_label.slot_count - 1);
	}
	if (!ra_lines_add(&stacks->labels, &stacks->label_count, text)) {
		return UINT32_MAX;
	}
	builder->by_label.slots[slot] = stacks->label_count;
	return stacks->label_count - 1;
}

/* The stack one step below another. The parent itself when there are too many; UINT32_MAX: no memory. */
static uint32_t stack_below(struct builder *builder, uint32_t parent, uint32_t label)
{
	struct ra_stacks *const stacks = builder->stacks;
	const struct ra_stack wanted = {.parent = parent, .label = label};

	if (!make_room(builder, &builder->by_step, stacks->count)) {
		return UINT32_MAX;
	}
	uint32_t slot = (uint32_t)step_hash(&wanted) & (builder->by_step.slot_count - 1);

	while (builder->by_step.slots[slot]) {
		const struct ra_stack *const other = &stacks->items[builder->by_step.slots[slot] - 1];

		if (other->parent == parent && other->label == label) {
			return builder->by_step.slots[slot] - 1;
		}
		slot = (slot + 1) & (builder->by_step.slot_count - 1);
	}
	if (stacks->count == RA_MAX_STACKS) {
		return parent;
	}
	if ((stacks->count & (stacks->count - 1)) == 0) {
		struct ra_stack *const grown =
			reallocarray(stacks->items, (size_t)stacks->count * 2 + 1, sizeof(*grown));

		if (!grown) {
			return UINT32_MAX;
		}
		stacks->items = grown;
	}
	stacks->items[stacks->count] = wanted;
	builder->by_step.slots[slot] = ++stacks->count;
	return stacks->count - 1;
}

/* Letters and underscores with a dot, dash, backslash or slash between: what a programmer wrote. Digits make it an id. */
static bool is_written_key(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char c = bytes[i];
		const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

		if (!letter && (i == 0 || !strchr(".-\\/:", c) || c == '\0')) {
			return false;
		}
	}
	return length > 0;
}

static char *key_text(const struct builder *builder, uint32_t edge)
{
	const struct ra_graph *const graph = builder->graph;
	const ra_node key = graph->edge_key[edge];
	const ra_node array = ra_edge_source(graph, edge);
	char bytes[MAX_KEY_BYTES];
	size_t got = 0;
	uint64_t length = 0;

	if (!builder->no_values &&
		graph->edge_begin[array + 1] - graph->edge_begin[array] <= MAX_KEYS * 2 &&
		key < graph->node_count &&
		ra_path_string_bytes(builder->snapshot, key, bytes, sizeof(bytes), &got, &length) &&
		length == got && is_written_key(bytes, got)) {
		return ra_text_printf("['%.*s']", (int)got, bytes);
	}
	return ra_text_printf("[key]");
}

/* "App\\User::$name", "[] App\\User", "$users": NULL: no memory, or (with *skip) a link that needs no frame. */
static char *step_text(const struct builder *builder, uint32_t edge, bool *skip)
{
	const struct ra_graph *const graph = builder->graph;
	const enum ra_link_kind kind = graph->edge_kind[edge];
	const ra_node from = ra_edge_source(graph, edge);
	const ra_node to = graph->edge_to[edge];
	char *name = NULL;
	char *text = NULL;

	switch (kind) {
	case RA_LINK_DYNAMIC_TABLE:
	case RA_LINK_REFERENCED:
		*skip = true;
		return NULL;
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		name = ra_export_node_name(builder->snapshot, to);
		text = name ? ra_text_printf("[] %s", name) : NULL;
		break;
	case RA_LINK_KEY:
		name = key_text(builder, edge);
		text = name;
		name =
			graph->kind[to] == RA_NODE_OBJECT ? ra_export_node_name(builder->snapshot, to) : NULL;
		if (text && name) {
			char *const both = ra_text_printf("%s %s", text, name);

			free(text);
			text = both;
		}
		break;
	case RA_LINK_PROPERTY:
	case RA_LINK_STATIC_PROPERTY:
		name = ra_export_node_name(builder->snapshot, from);
		text = ra_path_link_text(builder->snapshot, edge);
		if (name && text) {
			const char *const owner = strncmp(name, "class ", 6) == 0 ? name + 6 : name;
			char *const both = ra_text_printf("%s::$%s", owner, text);

			free(text);
			text = both;
		}
		break;
	case RA_LINK_GLOBAL:
	case RA_LINK_LOCAL:
	case RA_LINK_BOUND_VARIABLE:
	case RA_LINK_STATIC_VARIABLE:
		name = ra_path_link_text(builder->snapshot, edge);
		text = name
				   ? ra_text_printf("%s$%s", kind == RA_LINK_STATIC_VARIABLE ? "static " : "", name)
				   : NULL;
		break;
	case RA_LINK_ROOT:
	case RA_LINK_FRAME:
	case RA_LINK_CLASS:
	case RA_LINK_FUNCTION:
		text = ra_export_node_name(builder->snapshot, to);
		break;
	default:
		text = ra_path_link_text(builder->snapshot, edge);
		break;
	}
	free(name);
	return text;
}

static bool place(struct builder *builder, ra_node node)
{
	const struct ra_graph *const graph = builder->graph;
	const ra_node dominator = builder->measures->immediate_dominator[node];
	const uint32_t edge = graph->tree_edge[node];
	const uint32_t parent = builder->stack_of[dominator];
	bool skip = false;
	char *text;

	builder->stack_of[node] = parent;
	builder->depth_of[node] = builder->depth_of[dominator];
	if (builder->depth_of[dominator] >= RA_MAX_STACK_DEPTH) {
		return true;
	}
	if (edge != RA_NO_NODE && ra_edge_source(graph, edge) == dominator) {
		text = step_text(builder, edge, &skip);
	} else {
		text = ra_export_node_name(builder->snapshot, node);
	}
	if (skip) {
		return true;
	}
	const uint32_t label = label_of(builder, text);

	if (label == UINT32_MAX) {
		return false;
	}
	/* a list: its further elements are the same place once more */
	if (parent != 0 && builder->stacks->items[parent].label == label) {
		return true;
	}
	builder->stack_of[node] = stack_below(builder, parent, label);
	builder->depth_of[node]++;
	return builder->stack_of[node] != UINT32_MAX;
}

static bool build(struct builder *builder)
{
	const struct ra_graph *const graph = builder->graph;
	const uint32_t count = graph->node_count;
	struct ra_stacks *const stacks = builder->stacks;
	ra_node *const order = reallocarray(NULL, (size_t)count, sizeof(*order));

	builder->stack_of = reallocarray(NULL, (size_t)count, sizeof(uint32_t));
	builder->depth_of = calloc(count, 1);
	bool ok = order && builder->stack_of && builder->depth_of &&
			  stack_below(builder, RA_NO_STACK, UINT32_MAX) == 0;

	for (ra_node node = 0; ok && node < count; node++) {
		order[builder->measures->dominator_order[node]] = node;
	}
	for (uint32_t i = 0; ok && i < count; i++) {
		const ra_node node = order[i];

		if (node == RA_SUPER_ROOT) {
			builder->stack_of[node] = 0;
		} else {
			ok = place(builder, node);
		}
		if (ok) {
			stacks->items[builder->stack_of[node]].bytes += ra_node_own_bytes(graph, node);
			stacks->items[builder->stack_of[node]].count++;
		}
	}
	free(order);
	return ok;
}

bool ra_stacks_make(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_stacks *out, struct ra_error *err)
{
	struct ra_stacks stacks = {0};
	struct builder builder = {
		.snapshot = snapshot,
		.graph = snapshot->graph,
		.measures = snapshot->measures,
		.no_values = options->no_values,
		.stacks = &stacks,
	};
	const bool ok = build(&builder);

	free(builder.stack_of);
	free(builder.depth_of);
	free(builder.by_step.slots);
	free(builder.by_label.slots);
	if (!ok) {
		ra_stacks_done(&stacks);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the stacks");
	}
	*out = stacks;
	return true;
}

void ra_stacks_done(struct ra_stacks *stacks)
{
	ra_lines_free(stacks->labels, stacks->label_count);
	free(stacks->items);
	*stacks = (struct ra_stacks){0};
}
