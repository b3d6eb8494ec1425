/* See property_sums.h. Two passes over the property edges: the first sums, the second lists the
 * targets of the few that matter and need it, in one flat array. */
#include "findings/property_sums.h"

#include <stdlib.h>
#include <string.h>

#include "findings/subjects.h"
#include "graph/hanging.h"

static struct ra_pair key_of(uint32_t class_index, uint64_t name)
{
	return (struct ra_pair){class_index, name};
}

/* Objects of one class follow each other, with the same properties in the same order: mostly the sum that is asked for
 * is the one that followed the last one before. */
static bool is_expected(const struct ra_property_sums *sums, uint32_t class_index, uint64_t name)
{
	return sums->expected < sums->count && sums->items[sums->expected].name == name &&
		   sums->items[sums->expected].class_index == class_index;
}

static struct ra_property_sum *take_expected(struct ra_property_sums *sums)
{
	sums->last = sums->expected;
	sums->expected = sums->items[sums->last].follower;
	return &sums->items[sums->last];
}

static struct ra_property_sum *take_other(struct ra_property_sums *sums, uint32_t number)
{
	if (sums->last < sums->count) {
		sums->items[sums->last].follower = number;
	}
	sums->expected = number;
	return take_expected(sums);
}

/* The sum of a property, a new one if need be. NULL: no memory. */
static struct ra_property_sum *sum_of(
	struct ra_property_sums *sums, uint32_t class_index, uint64_t name)
{
	if (is_expected(sums, class_index, name)) {
		return take_expected(sums);
	}
	const uint32_t number = ra_pair_index_add(
		&sums->index, key_of(class_index, name), &sums->items, sizeof(*sums->items));

	if (number == RA_NO_PAIR) {
		return NULL;
	}
	if (number == sums->count) {
		sums->items[sums->count++] = (struct ra_property_sum){
			.class_index = class_index, .name = name, .follower = RA_NO_PAIR, .apart = true};
	}
	return take_other(sums, number);
}

/* NULL: there is none. */
static struct ra_property_sum *known_sum(
	struct ra_property_sums *sums, uint32_t class_index, uint64_t name)
{
	if (is_expected(sums, class_index, name)) {
		return take_expected(sums);
	}
	const uint32_t number = ra_pair_index_find(&sums->index, key_of(class_index, name));

	return number != RA_NO_PAIR ? take_other(sums, number) : NULL;
}

struct sweep {
	const struct ra_snapshot *snapshot;
	struct ra_property_sums *sums;
	const struct ra_sizes *bytes; /* per node */
	ra_node object;
	uint32_t class_index; /* the object's */
	uint64_t left;        /* targets that are not listed yet */
	const bool *
		listed; /* per class: targets of its properties are listed; NULL: all classes are visited */
	struct spread_out {
		uint32_t end;  /* of the last object's places in preorder */
		bool doubtful; /* an object may be inside another one */
	} *spread_out;     /* per class; NULL: nobody asks */
};

/* Objects whose places come one behind the other are not inside one another. Most lists of objects are so. */
static inline void look_at_places(const struct sweep *sweep)
{
	const struct ra_measures *const measures = sweep->snapshot->measures;
	struct spread_out *const of_class = &sweep->spread_out[sweep->class_index];
	const uint32_t place = measures->dominator_order[sweep->object];

	of_class->doubtful |= place < of_class->end;
	of_class->end = place + ra_node_dominated_count(measures, sweep->object);
}

static inline bool hangs_on_object(const struct sweep *sweep, ra_node value)
{
	const struct ra_measures *const measures = sweep->snapshot->measures;

	return sweep->spread_out && ra_hangs(measures->hanging, value) &&
		   ra_node_dominates(measures, sweep->object, value);
}

/* A property that leads back to what holds the object (a child's link to its parent) keeps nothing
 * alive by itself. */
static inline bool leads_back(const struct sweep *sweep, ra_node value)
{
	const struct ra_measures *const measures = sweep->snapshot->measures;

	/* what hangs is below the object, and leads to what hangs as well */
	return measures && !(measures->hanging && ra_hangs(measures->hanging, value)) &&
		   ra_node_dominates(measures, value, sweep->object);
}

static bool count_property(void *context, uint32_t edge, uint64_t name)
{
	const struct sweep *const sweep = context;
	const ra_node value = sweep->snapshot->graph->edge_to[edge];

	if (leads_back(sweep, value)) {
		return true;
	}
	struct ra_property_sum *const item = sum_of(sweep->sums, sweep->class_index, name);

	if (!item) {
		return false;
	}
	if (item->references++ == 0) {
		item->sample_edge = edge;
	}
	item->bytes += ra_sizes_at(sweep->bytes, value);
	item->apart = item->apart && hangs_on_object(sweep, value);
	return true;
}

static bool list_property(void *context, uint32_t edge, uint64_t name)
{
	struct sweep *const sweep = context;
	const ra_node value = sweep->snapshot->graph->edge_to[edge];
	struct ra_property_sum *const item = known_sum(sweep->sums, sweep->class_index, name);

	if (item && item->targets && item->target_count < item->references &&
		!leads_back(sweep, value)) {
		item->targets[item->target_count++] = value;
		sweep->left--;
	}
	return sweep->left > 0;
}

/* The objects of a class, or of all. */
static inline __attribute__((always_inline)) bool visit_objects(
	struct sweep *sweep, uint32_t class_index, ra_property_visit *visit)
{
	const struct ra_graph *const graph = sweep->snapshot->graph;

	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->kind[node] != RA_NODE_OBJECT) {
			continue;
		}
		sweep->object = node;
		sweep->class_index = ra_node_class(graph, node);
		if (sweep->class_index == RA_NO_CLASS ||
			(class_index != RA_NO_CLASS && sweep->class_index != class_index) ||
			(sweep->listed && !sweep->listed[sweep->class_index])) {
			continue;
		}
		if (sweep->spread_out) {
			look_at_places(sweep);
		}
		if (!ra_properties_visit(sweep->snapshot, node, visit, sweep)) {
			return false;
		}
	}
	return true;
}

bool ra_property_sums_make(
	const struct ra_snapshot *snapshot, uint32_t class_index, struct ra_property_sums *out)
{
	struct sweep sweep = {
		.snapshot = snapshot,
		.sums = out,
		.bytes =
			snapshot->measures ? &snapshot->measures->dominated_bytes : &snapshot->graph->own_bytes,
	};

	const bool ask = snapshot->measures && snapshot->measures->hanging;
	bool made = true;

	memset(out, 0, sizeof(*out));
	out->last = out->expected = RA_NO_PAIR;
	if (ask) {
		sweep.spread_out =
			calloc((size_t)snapshot->graph->class_count + 1, sizeof(*sweep.spread_out));
		made = sweep.spread_out != NULL;
	}
	made = made && visit_objects(&sweep, class_index, count_property);
	for (uint32_t i = 0; made && i < out->count; i++) {
		out->items[i].apart =
			ask && out->items[i].apart && !sweep.spread_out[out->items[i].class_index].doubtful;
	}
	free(sweep.spread_out);
	if (!made) {
		ra_property_sums_done(out);
	}
	return made;
}

static bool is_to_list(const struct ra_property_sum *sum, uint64_t min_bytes)
{
	return !sum->apart && sum->bytes >= min_bytes;
}

bool ra_property_sums_list(const struct ra_snapshot *snapshot, struct ra_property_sums *sums,
	uint32_t class_index, uint64_t min_bytes)
{
	struct sweep sweep = {.snapshot = snapshot, .sums = sums};
	bool *const listed = calloc((size_t)snapshot->graph->class_count + 1, sizeof(*listed));
	uint64_t total = 0;

	for (uint32_t i = 0; i < sums->count; i++) {
		sweep.left += is_to_list(&sums->items[i], min_bytes) ? sums->items[i].references : 0;
	}
	free(sums->targets);
	sums->targets = reallocarray(NULL, (size_t)(sweep.left + 1), sizeof(*sums->targets));
	if (!sums->targets || !listed) {
		free(listed);
		return false;
	}
	for (uint32_t i = 0; i < sums->count; i++) {
		struct ra_property_sum *item = &sums->items[i];

		item->target_count = 0;
		item->targets = is_to_list(item, min_bytes) ? sums->targets + total : NULL;
		total += item->targets ? item->references : 0;
		listed[item->class_index] |= item->targets != NULL;
	}
	sweep.listed = listed;
	if (total > 0) {
		(void)visit_objects(&sweep, class_index, list_property); /* until all are listed */
	}
	free(listed);
	return true;
}

void ra_property_sums_done(struct ra_property_sums *sums)
{
	ra_pair_index_done(&sums->index);
	free(sums->items);
	free(sums->targets);
	memset(sums, 0, sizeof(*sums));
}
