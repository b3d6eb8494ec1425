/* duplicate_arrays: many arrays that are equal in value, each a copy of its own. PHP shares an array until somebody writes
 * to it, so equal ones were built one by one: decoded, read from a result, put together in a loop. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/hash.h"
#include "base/pair_index.h"
#include "findings/path.h"
#include "findings/shapes.h"
#include "graph/hanging.h"

static const uint64_t least_bytes = 65536;
static const uint64_t notable_bytes = 1048576;

enum {
	LEAST_ARRAYS = 50,
	LINKS = 4, /* by which places are told apart */
	MAX_GROUPS = 6,
	MAX_EXAMINED = 50000, /* of a group */
	SAMPLE = 4000,        /* of a larger one, by which it is judged */
	LEAST_REPEATS = 50,   /* one in so many of the sample */
	STEPS_UP = 8          /* to see whether an array goes with one that was counted before */
};

struct group { /* arrays of one size at one kind of place */
	uint64_t own_bytes;
	uint64_t place;
	uint64_t retained_bytes;
	ra_node first;
	uint32_t count;
};

struct hashed {
	uint64_t hash;
	ra_node node;
};

struct outcome {
	uint32_t examined;
	uint32_t distinct;
	uint32_t largest; /* copies of the most frequent value */
	ra_node example;  /* one of these */
	ra_node *spare;   /* all but one of each value */
	uint32_t spare_count;
};

static bool is_candidate(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_ARRAY && ra_node_own_bytes(graph, node) > 0 &&
		   !(graph->flags[node] & (RA_NODE_INTERNED | RA_NODE_OUTSIDE | RA_NODE_PROPERTY_TABLE));
}

/* What leads to a node, without indices and keys: equal for "$rows[1]['a']" and "$rows[2]['b']". */
static uint64_t link_of(const struct ra_graph *graph, uint32_t edge)
{
	const enum ra_link_kind kind = (enum ra_link_kind)graph->edge_kind[edge];
	const bool element = kind == RA_LINK_INDEX || kind == RA_LINK_WIDE_INDEX || kind == RA_LINK_KEY;

	return (uint64_t)(element ? RA_LINK_INDEX : kind) << 32 | (element ? 0 : graph->edge_key[edge]);
}

/* Where the node's tree edge comes from. What hangs has no other edge, so that is its dominator. */
static ra_node source_of(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_measures *const measures = snapshot->measures;

	return measures->hanging && ra_hangs(measures->hanging, node)
			   ? measures->immediate_dominator[node]
			   : ra_edge_source(snapshot->graph, snapshot->graph->tree_edge[node]);
}

/* The last links, and the class of an object that they begin at. */
static uint64_t place_of(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint64_t place = 0;

	for (unsigned i = 0; i < LINKS && graph->tree_edge[node] != RA_NO_NODE; i++) {
		const uint32_t edge = graph->tree_edge[node];

		node = source_of(snapshot, node);
		place = ra_hash_next(ra_hash_next(place, link_of(graph, edge)),
			graph->kind[node] == RA_NODE_OBJECT ? ra_node_class(graph, node) : RA_NO_CLASS);
		if (graph->kind[node] == RA_NODE_OBJECT) {
			break;
		}
	}
	return place;
}

static int most_retained_first(const void *left, const void *right)
{
	const struct group *const a = left;
	const struct group *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	if (a->own_bytes != b->own_bytes) {
		return a->own_bytes < b->own_bytes ? -1 : 1;
	}
	return (a->first > b->first) - (a->first < b->first);
}

/* The groups that are worth a look, the heaviest first. False: no memory. */
static bool make_groups(const struct ra_snapshot *snapshot, struct group **out, uint32_t *count)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct ra_pair_index index = {0};
	struct group *groups = NULL;
	uint32_t all = 0, kept = 0;
	uint32_t number = RA_NO_PAIR;

	for (ra_node node = 1; node < graph->node_count; node++) {
		if (!is_candidate(graph, node)) {
			continue;
		}
		const uint64_t place = place_of(snapshot, node);

		/* mostly as the array before */
		if (number == RA_NO_PAIR || groups[number].place != place ||
			groups[number].own_bytes != ra_node_own_bytes(graph, node)) {
			number = ra_pair_index_add(&index,
				(struct ra_pair){ra_node_own_bytes(graph, node), place}, &groups, sizeof(*groups));
		}
		if (number == RA_NO_PAIR) {
			ra_pair_index_done(&index);
			free(groups);
			return false;
		}
		if (number == all) {
			groups[all++] = (struct group){
				.own_bytes = ra_node_own_bytes(graph, node), .place = place, .first = node};
		}
		groups[number].count++;
		groups[number].retained_bytes += ra_node_dominated_bytes(snapshot->measures, node);
	}
	ra_pair_index_done(&index);
	for (uint32_t i = 0; i < all; i++) {
		if (groups[i].count >= LEAST_ARRAYS && groups[i].retained_bytes >= least_bytes) {
			groups[kept++] = groups[i];
		}
	}
	if (kept > 0) {
		qsort(groups, kept, sizeof(*groups), most_retained_first);
	}
	*out = groups;
	*count = kept < MAX_GROUPS ? kept : MAX_GROUPS;
	return true;
}

/* Whether it goes with an array that an earlier group has counted. */
static bool is_counted(const struct ra_measures *measures, const uint8_t *counted, ra_node node)
{
	for (unsigned i = 0; i < STEPS_UP && node != RA_NO_NODE; i++) {
		if (counted[node / 8] >> node % 8 & 1) {
			return true;
		}
		node = measures->immediate_dominator[node];
	}
	return false;
}

static int compare_hashed(const void *left, const void *right)
{
	const struct hashed *const a = left;
	const struct hashed *const b = right;

	if (a->hash != b->hash) {
		return a->hash < b->hash ? -1 : 1;
	}
	return (a->node > b->node) - (a->node < b->node);
}

/* Sorts the list by value and fills *out. */
static void compare_values(
	const struct ra_snapshot *snapshot, struct hashed *list, uint32_t count, struct outcome *out)
{
	struct ra_value_hashing hashing;

	ra_value_hashing_init(&hashing, snapshot);
	for (uint32_t i = 0; i < count; i++) {
		list[i].hash = ra_array_value_hash(&hashing, list[i].node);
	}
	qsort(list, count, sizeof(*list), compare_hashed);
	out->examined = count;
	out->distinct = out->largest = out->spare_count = 0;
	for (uint32_t begin = 0, end; begin < count; begin = end) {
		for (end = begin + 1; end < count && list[end].hash == list[begin].hash; end++) {
			out->spare[out->spare_count++] = list[end].node;
		}
		out->distinct++;
		/* of equally frequent ones the first in the graph: hashes differ from run to run */
		if (end - begin > out->largest ||
			(end - begin == out->largest && list[begin].node < out->example)) {
			out->largest = end - begin;
			out->example = list[begin].node;
		}
	}
}

/* A large group whose arrays are all different costs no more than a sample of it. */
static bool is_promising(const struct ra_snapshot *snapshot, const struct hashed *list,
	uint32_t count, struct hashed *sample, struct outcome *out)
{
	if (count <= SAMPLE) {
		return count >= LEAST_ARRAYS;
	}
	for (uint32_t i = 0; i < SAMPLE; i++) {
		sample[i] = list[(uint64_t)i * count / SAMPLE];
	}
	compare_values(snapshot, sample, SAMPLE, out);
	return out->spare_count * LEAST_REPEATS >= SAMPLE;
}

static void add_finding(struct ra_snapshot *snapshot, struct ra_findings *findings,
	const struct group *group, const struct outcome *outcome, uint64_t saving)
{
	char *const path = ra_path_text(snapshot, outcome->example, RA_PATH_FOLDED);
	struct ra_array array;
	const uint64_t elements = ra_reader_array(&snapshot->reader,
								  ra_node_address(snapshot->graph, outcome->example), &array)
								  ? array.count
								  : 0;

	if (!path) {
		findings->failed = true;
		return;
	}
	struct ra_finding *const finding =
		ra_findings_add(findings, "duplicate_arrays", saving >= notable_bytes ? RA_MEDIUM : RA_LOW,
			outcome->examined == group->count ? RA_CONFIDENCE_HIGH : RA_CONFIDENCE_MEDIUM,
			"%s arrays, %s different values (saving: %s) — %s", RA_COUNT(outcome->examined),
			RA_COUNT(outcome->distinct), RA_SIZE(saving), path);

	ra_fact_int(finding, "count", group->count);
	ra_fact_int(finding, "examined_count", outcome->examined);
	ra_fact_int(finding, "distinct_values", outcome->distinct);
	ra_fact_int(finding, "most_frequent_count", outcome->largest);
	ra_fact_int(finding, "element_count", elements);
	ra_fact_int(finding, "theoretical_saving", saving);
	ra_fact_text(finding, "owner_path", path);
	ra_finding_hypothesis(finding,
		"%s of them repeat the value of another; the most frequent one, of %s %s, occurs %s times",
		RA_COUNT(outcome->spare_count), RA_COUNT(elements), elements == 1 ? "element" : "elements",
		RA_COUNT(outcome->largest));
	ra_finding_next(
		finding, "Build each value once and assign it: PHP shares an array until it is written to");
	ra_finding_evidence(finding, outcome->example);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = saving;
	}
	free(path);
}

struct scratch {
	uint8_t *counted; /* a bit for each node */
	struct hashed *list;
	struct hashed *sample;
	ra_node *spare;
};

static void examine(struct ra_snapshot *snapshot, struct ra_findings *findings,
	const struct group *group, struct scratch *scratch)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct outcome outcome = {.spare = scratch->spare};
	uint32_t count = 0;

	for (ra_node node = 1; node < graph->node_count && count < MAX_EXAMINED; node++) {
		if (ra_node_own_bytes(graph, node) == group->own_bytes && is_candidate(graph, node) &&
			place_of(snapshot, node) == group->place &&
			!is_counted(snapshot->measures, scratch->counted, node)) {
			scratch->list[count++].node = node;
		}
	}
	if (!is_promising(snapshot, scratch->list, count, scratch->sample, &outcome)) {
		return;
	}
	compare_values(snapshot, scratch->list, count, &outcome);

	const uint64_t saving =
		ra_measures_union_bytes(snapshot->measures, outcome.spare, outcome.spare_count);

	if (outcome.spare_count < LEAST_ARRAYS || saving < least_bytes) {
		return;
	}
	for (uint32_t i = 0; i < outcome.spare_count; i++) {
		scratch->counted[outcome.spare[i] / 8] |= (uint8_t)(1u << outcome.spare[i] % 8);
	}
	add_finding(snapshot, findings, group, &outcome, saving);
}

void ra_find_duplicate_arrays(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct group *groups = NULL;
	uint32_t count = 0;

	if (!make_groups(snapshot, &groups, &count)) {
		findings->failed = true;
		return;
	}
	struct scratch scratch = {
		.counted = calloc(1, snapshot->graph->node_count / 8 + 1),
		.list = calloc(MAX_EXAMINED, sizeof(*scratch.list)),
		.sample = calloc(SAMPLE, sizeof(*scratch.sample)),
		.spare = calloc(MAX_EXAMINED, sizeof(*scratch.spare)),
	};

	findings->failed = !scratch.counted || !scratch.list || !scratch.sample || !scratch.spare;
	for (uint32_t i = 0; i < count && !findings->failed; i++) {
		examine(snapshot, findings, &groups[i], &scratch);
	}
	free(scratch.counted);
	free(scratch.list);
	free(scratch.sample);
	free(scratch.spare);
	free(groups);
}
