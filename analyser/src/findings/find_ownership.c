/* ownership_pattern: every object of a class has exactly one object of another class, in one named
 * property, that nothing else holds. Fewer owners mean fewer owned ones. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/pair_index.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "findings/subjects.h"

enum {
	MIN_OWNERS = 100,
	MAX_GROUPS = 5,
	MAX_OWNERS = 50 /* listed for one owned class */
};

static const double min_rate = 0.9;
static const double max_rate = 1.1;
static const double high_coverage = 95.0;

struct pair {
	uint32_t owner;
	uint32_t owned;
	uint64_t name;
	uint32_t sample_edge;
	uint64_t count;
};

struct pairs {
	struct pair *items;
	uint32_t count;
	struct ra_pair_index index;
};

static struct pair *find(
	struct pairs *pairs, uint32_t owner, uint32_t owned, uint64_t name, uint32_t edge)
{
	const struct ra_pair key = {(uint64_t)owner << 32 | owned, name};
	const uint32_t number =
		ra_pair_index_add(&pairs->index, key, &pairs->items, sizeof(*pairs->items));

	if (number == RA_NO_PAIR) {
		return NULL;
	}
	if (number == pairs->count) {
		pairs->items[pairs->count++] =
			(struct pair){.owner = owner, .owned = owned, .name = name, .sample_edge = edge};
	}
	return &pairs->items[number];
}

/* Whether the edge gives its source an object of another class that nothing else holds. */
static bool owns(const struct ra_snapshot *snapshot, uint32_t edge, uint32_t owner_class)
{
	const struct ra_graph *graph = snapshot->graph;
	const ra_node owned = graph->edge_to[edge];

	return ra_edge_is_strong(graph, edge) && graph->kind[owned] == RA_NODE_OBJECT &&
		   ra_node_class(graph, owned) != RA_NO_CLASS &&
		   ra_node_class(graph, owned) != owner_class &&
		   ra_node_holder_count(snapshot->measures, owned) == 1;
}

struct visit {
	const struct ra_snapshot *snapshot;
	struct pairs *pairs;
	uint32_t owner_class;
	uint32_t
		owned_class; /* RA_NO_CLASS: pairs are counted; otherwise objects of this class are listed */
	ra_node *list;
	uint32_t listed;
};

/* Each object that the owner alone holds in the property: directly, or one level below, in an
 * array or behind a reference that the property alone holds. */
static bool visit_property(void *context, uint32_t edge, uint64_t name)
{
	struct visit *const visit = context;
	const struct ra_graph *const graph = visit->snapshot->graph;
	const ra_node value = graph->edge_to[edge];
	uint32_t begin = edge;
	uint32_t end = edge + 1;

	if (graph->kind[value] == RA_NODE_ARRAY || graph->kind[value] == RA_NODE_REFERENCE) {
		if (ra_node_holder_count(visit->snapshot->measures, value) != 1) {
			return true;
		}
		begin = graph->edge_begin[value];
		end = graph->edge_begin[value + 1];
	}
	for (uint32_t e = begin; e < end; e++) {
		if (!owns(visit->snapshot, e, visit->owner_class)) {
			continue;
		}
		const uint32_t owned = ra_node_class(graph, graph->edge_to[e]);

		if (visit->owned_class == RA_NO_CLASS) {
			struct pair *pair = find(visit->pairs, visit->owner_class, owned, name, edge);

			if (!pair) {
				return false;
			}
			pair->count++;
		} else if (owned == visit->owned_class &&
				   visit->listed < graph->classes[owned].instance_count) {
			visit->list[visit->listed++] = graph->edge_to[e];
		}
	}
	return true;
}

static bool is_owner(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) != RA_NO_CLASS &&
		   graph->classes[ra_node_class(graph, node)].instance_count >= MIN_OWNERS;
}

/* Keeps the pairs that are one to one, most first. */
static int compare_pairs(const void *a, const void *b)
{
	const struct pair *left = a;
	const struct pair *right = b;

	if (left->count != right->count) {
		return left->count > right->count ? -1 : 1;
	}
	return left->sample_edge < right->sample_edge ? -1 : left->sample_edge > right->sample_edge;
}

static void keep_one_to_one(const struct ra_graph *graph, struct pairs *pairs)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < pairs->count; i++) {
		const double rate = (double)pairs->items[i].count /
							(double)graph->classes[pairs->items[i].owner].instance_count;

		if (rate >= min_rate && rate <= max_rate) {
			pairs->items[kept++] = pairs->items[i];
		}
	}
	pairs->count = kept;
	if (kept) {
		if (kept > 0) {
			qsort(pairs->items, kept, sizeof(*pairs->items), compare_pairs);
		}
	}
}

/* What the owned objects of the group keep alive. UINT64_MAX: no memory. */
static uint64_t measure_owned(
	struct ra_snapshot *snapshot, struct pairs *pairs, uint32_t owned, const bool *is_listed_owner)
{
	const struct ra_graph *graph = snapshot->graph;
	ra_node *list =
		reallocarray(NULL, (size_t)graph->classes[owned].instance_count + 1, sizeof(*list));
	struct visit visit = {.snapshot = snapshot, .pairs = pairs, .owned_class = owned, .list = list};
	uint64_t bytes;

	if (!list) {
		return UINT64_MAX;
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		/* An owned object has one holder, so it is listed at most once. */
		if (is_owner(graph, node) && is_listed_owner[ra_node_class(graph, node)]) {
			visit.owner_class = ra_node_class(graph, node);
			ra_properties_visit(snapshot, node, visit_property, &visit);
		}
	}
	bytes = ra_measures_union_bytes(snapshot->measures, list, visit.listed);
	free(list);
	return bytes;
}

static void add_group(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct pairs *pairs, uint32_t first)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t owned = pairs->items[first].owned;
	const uint32_t owned_count = graph->classes[owned].instance_count;
	char *owned_name = ra_class_name(graph, owned);
	bool *is_listed_owner = calloc((size_t)graph->class_count + 1, sizeof(bool));
	struct ra_buffer line = {0};
	json_t *owners = json_array();
	uint64_t covered = 0;
	uint32_t owner_count = 0;

	for (uint32_t i = first; is_listed_owner && i < pairs->count; i++) {
		const struct pair *pair = &pairs->items[i];
		char *owner = pair->owned == owned ? ra_class_name(graph, pair->owner) : NULL;
		char *property = owner ? ra_path_link_text(snapshot, pair->sample_edge) : NULL;

		if (property) {
			const uint32_t instances = graph->classes[pair->owner].instance_count;

			is_listed_owner[pair->owner] = true;
			covered += pair->count;
			if (owner_count < MAX_OWNERS) {
				json_t *fact = json_object();

				json_object_set_new(fact, "owner", ra_json_text(owner));
				json_object_set_new(fact, "owned", ra_json_text(owned_name ? owned_name : "?"));
				json_object_set_new(fact, "owner_count", json_integer(instances));
				json_object_set_new(fact, "owned_count", json_integer((json_int_t)pair->count));
				json_object_set_new(
					fact, "rate", json_real(ra_round((double)pair->count / (double)instances, 3)));
				json_object_set_new(fact, "prop", ra_json_text(property));
				json_array_append_new(owners, fact);
				ra_buffer_printf(&line, "%s%s (via $%s, %s instances)", owner_count > 0 ? ", " : "",
					owner, property, RA_COUNT(instances));
			}
			owner_count++;
		}
		free(owner);
		free(property);
	}
	char *text = ra_buffer_take(&line);
	const uint64_t bytes =
		is_listed_owner ? measure_owned(snapshot, pairs, owned, is_listed_owner) : UINT64_MAX;
	const double share = ra_percent(covered, owned_count);
	const double coverage = share > 100.0 ? 100.0 : share;

	if (owned_name && text && owners && bytes != UINT64_MAX) {
		struct ra_finding *finding = ra_findings_add(findings, "ownership_pattern", RA_MEDIUM,
			coverage > high_coverage ? RA_CONFIDENCE_HIGH : RA_CONFIDENCE_MEDIUM,
			"%s (%s instances) owned 1:1 by %u %s (%.0f%% coverage)", owned_name,
			RA_COUNT(owned_count), owner_count, owner_count == 1 ? "class" : "classes", coverage);

		ra_fact_text(finding, "owned_class", owned_name);
		ra_fact_int(finding, "owned_count", owned_count);
		ra_fact_set(finding, "owners", json_incref(owners));
		ra_fact_real(finding, "coverage_pct", coverage, 1);
		ra_finding_hypothesis(finding, "Owners: %s", text);
		ra_finding_next(finding, "Fewer owners mean fewer of these objects");
		ra_finding_next(finding, "Share one object, or create it when it is first used");
		ra_finding_evidence(finding, ra_edge_source(graph, pairs->items[first].sample_edge));
		if (finding) {
			finding->impact_bytes = bytes;
		}
	} else {
		findings->failed = true;
	}
	json_decref(owners);
	free(text);
	free(owned_name);
	free(is_listed_owner);
}

static bool is_first_of_group(const struct pairs *pairs, uint32_t place)
{
	for (uint32_t i = 0; i < place; i++) {
		if (pairs->items[i].owned == pairs->items[place].owned) {
			return false;
		}
	}
	return true;
}

void ra_find_ownership(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	struct pairs pairs = {0};
	struct visit visit = {.snapshot = snapshot, .pairs = &pairs, .owned_class = RA_NO_CLASS};
	uint32_t groups = 0;

	for (ra_node node = 1; node < graph->node_count && !findings->failed; node++) {
		if (is_owner(graph, node)) {
			visit.owner_class = ra_node_class(graph, node);
			findings->failed = !ra_properties_visit(snapshot, node, visit_property, &visit);
		}
	}
	if (!findings->failed) {
		keep_one_to_one(graph, &pairs);
	}
	for (uint32_t i = 0; i < pairs.count && groups < MAX_GROUPS && !findings->failed; i++) {
		if (is_first_of_group(&pairs, i)) {
			add_group(snapshot, findings, &pairs, i);
			groups++;
		}
	}
	free(pairs.items);
	ra_pair_index_done(&pairs.index);
}
