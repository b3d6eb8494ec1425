/* See equal_shapes.h. Nearly all objects differ in numbers, in what they refer to, or in the sizes of their arrays: a hash of
 * these tells them apart, and only those that are alike so far have their strings read. */
#include "findings/equal_shapes.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/sort.h"

struct hashed { /* as ra_sort_keyed() wants it */
	uint64_t hash;
	ra_node node;
	uint32_t shape;
};

struct comparing {
	const struct ra_snapshot *snapshot;
	const struct ra_shape *shapes;
	uint32_t shape_count;
	uint64_t limit;
	struct ra_equality *out;
	struct hashed *list;
	size_t count;
	struct ra_value_hashing hashing;
};

static bool is_full(const struct comparing *comparing, uint32_t shape)
{
	return comparing->out[shape].examined >= comparing->limit;
}

/* One of the shapes that have room; or their count. */
static uint32_t shape_of(const struct comparing *comparing, ra_node node)
{
	uint32_t i = 0;

	while (i < comparing->shape_count &&
		   (!ra_has_shape(comparing->snapshot, node, &comparing->shapes[i]) ||
			   is_full(comparing, i))) {
		i++;
	}
	return i;
}

/* A byte for each class: whether one of the shapes is of it. NULL: no memory. */
static bool *wanted_classes(const struct comparing *comparing)
{
	bool *const wanted =
		calloc((size_t)comparing->snapshot->graph->class_count + 1, sizeof(*wanted));

	for (uint32_t i = 0; wanted && i < comparing->shape_count; i++) {
		wanted[comparing->shapes[i].class_index] = true;
	}
	return wanted;
}

static bool list_objects(struct comparing *comparing, size_t most)
{
	const struct ra_graph *const graph = comparing->snapshot->graph;
	bool *const wanted = wanted_classes(comparing);

	for (ra_node node = 1; wanted && node < graph->node_count && comparing->count < most; node++) {
		if (graph->kind[node] != RA_NODE_OBJECT ||
			ra_node_class(graph, node) >= graph->class_count ||
			!wanted[ra_node_class(graph, node)]) {
			continue;
		}
		const uint32_t shape = shape_of(comparing, node);

		if (shape < comparing->shape_count) {
			comparing->list[comparing->count++] = (struct hashed){.node = node, .shape = shape};
			comparing->out[shape].examined++;
		}
	}
	free(wanted);
	return wanted != NULL;
}

static bool is_alike(const struct hashed *a, const struct hashed *b)
{
	return a->hash == b->hash && a->shape == b->shape;
}

/* Puts values that may be equal together. What lies together in the dump is read together. */
static void sort_by_value(struct comparing *comparing, bool coarse)
{
	const struct ra_graph *const graph = comparing->snapshot->graph;

	for (size_t i = 0; i < comparing->count; i++) {
		comparing->list[i].hash = ra_node_address(graph, comparing->list[i].node);
	}
	ra_sort_keyed(comparing->list, comparing->count);
	comparing->hashing.coarse = coarse;
	for (size_t i = 0; i < comparing->count; i++) {
		struct hashed *const item = &comparing->list[i];

		item->hash =
			ra_hash_next(ra_shape_value_hash(&comparing->hashing, item->node), item->shape);
	}
	ra_sort_keyed(comparing->list, comparing->count);
}

/* The end of the group that begins there. */
static size_t group_end(const struct comparing *comparing, size_t begin)
{
	size_t end = begin + 1;

	while (end < comparing->count && is_alike(&comparing->list[begin], &comparing->list[end])) {
		end++;
	}
	return end;
}

static void count_group(struct comparing *comparing, size_t begin, size_t end)
{
	const ra_node first = comparing->list[begin].node;
	struct ra_equality *const out = &comparing->out[comparing->list[begin].shape];

	out->distinct++;
	out->spare_count += (uint32_t)(end - begin - 1);
	/* of equally frequent ones the first in the graph: hashes differ from run to run */
	if (end - begin > out->largest || (end - begin == out->largest && first < out->example)) {
		out->largest = end - begin;
		out->example = first;
	}
}

/* Counts those that are like no other, and keeps the others. */
static void keep_alike(struct comparing *comparing)
{
	size_t kept = 0;

	for (size_t begin = 0, end; begin < comparing->count; begin = end) {
		end = group_end(comparing, begin);
		if (end == begin + 1) {
			count_group(comparing, begin, end);
			continue;
		}
		for (size_t i = begin; i < end; i++) {
			comparing->list[kept++] = comparing->list[i];
		}
	}
	comparing->count = kept;
}

static void compare_objects(struct comparing *comparing)
{
	sort_by_value(comparing, true);
	keep_alike(comparing);
	sort_by_value(comparing, false);
	for (size_t begin = 0, end; begin < comparing->count; begin = end) {
		end = group_end(comparing, begin);
		count_group(comparing, begin, end);
	}
}

static bool list_spare(struct comparing *comparing, ra_node **spare)
{
	size_t total = 0;

	for (uint32_t i = 0; i < comparing->shape_count; i++) {
		total += comparing->out[i].spare_count;
	}
	*spare = reallocarray(NULL, total + 1, sizeof(**spare));
	if (!*spare) {
		return false;
	}
	total = 0;
	for (uint32_t i = 0; i < comparing->shape_count; i++) {
		comparing->out[i].spare = *spare + total;
		total += comparing->out[i].spare_count;
		comparing->out[i].spare_count = 0;
	}
	for (size_t begin = 0, end; begin < comparing->count; begin = end) {
		end = group_end(comparing, begin);
		for (size_t i = begin + 1; i < end; i++) {
			struct ra_equality *const out = &comparing->out[comparing->list[i].shape];

			out->spare[out->spare_count++] = comparing->list[i].node;
		}
	}
	return true;
}

bool ra_shapes_compare(const struct ra_snapshot *snapshot, const struct ra_shape *shapes,
	uint32_t count, uint64_t limit, struct ra_equality *out, ra_node **spare)
{
	struct comparing comparing = {
		.snapshot = snapshot, .shapes = shapes, .shape_count = count, .limit = limit, .out = out};
	size_t most = 0;

	*spare = NULL;
	for (uint32_t i = 0; i < count; i++) {
		out[i] = (struct ra_equality){.example = shapes[i].first};
		most += (size_t)(shapes[i].count < limit ? shapes[i].count : limit);
	}
	ra_value_hashing_init(&comparing.hashing, snapshot);
	comparing.list = reallocarray(NULL, most + 1, sizeof(*comparing.list));

	bool done = comparing.list && list_objects(&comparing, most);

	if (done) {
		compare_objects(&comparing);
		done = list_spare(&comparing, spare);
	}
	free(comparing.list);
	return done;
}
