/* dedup_candidate: many values of one size and kind behind one name, each held from several
 * places. Strings are compared by content, and only what repeats counts; what objects hold is not
 * compared. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/hash.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/shapes.h"
#include "findings/shared_edges.h"
#include "findings/subjects.h"
#include "findings/string_sweep.h"

static const uint64_t min_bytes = 10240;
static const uint64_t low_bytes = 102400;

enum {
	MIN_COPIES = 51,
	MAX_GROUPS = 32, /* whose targets are listed */
	MAX_FINDINGS = 10,
	MAX_COMPARED = 100000,
	CONTENT_BYTES = 4096,
	EVIDENCE = 20,
	SAMPLES = 5,
	SAMPLE_COLUMNS = 40,
	VALUE_COLUMNS = 60
};

/* Size, class and kind of the target; 0: not a candidate. */
static uint64_t target_kind(const struct ra_snapshot *snapshot, uint32_t edge)
{
	const struct ra_graph *graph = snapshot->graph;
	const ra_node to = graph->edge_to[edge];
	const enum ra_node_kind kind = graph->kind[to];

	if (graph->edge_kind[edge] == RA_LINK_KEY_STRING || ra_node_own_bytes(graph, to) == 0 ||
		(kind != RA_NODE_STRING && kind != RA_NODE_OBJECT)) {
		return 0;
	}
	return (ra_node_own_bytes(graph, to) << 28) ^ ((uint64_t)(ra_node_class(graph, to) + 1) << 4) ^
		   (kind == RA_NODE_STRING ? 1 : 2);
}

struct candidate {
	struct ra_shared_group *group;
	ra_node *targets;
	uint64_t bytes; /* union of what the targets keep alive */
};

struct content { /* as ra_sort_keyed() wants it */
	uint64_t hash;
	ra_node node;
	uint32_t unused;
};

struct comparison {
	uint32_t compared;
	uint32_t distinct;
	uint32_t identical; /* copies of the most frequent content */
	ra_node sample;
	ra_node samples[SAMPLES]; /* of different contents */
	uint32_t sample_count;
};

/* Longer or unreadable strings are equal to themselves only. */
static uint64_t content_hash(
	struct ra_snapshot *snapshot, struct ra_value_hashing *hashing, ra_node node)
{
	char bytes[CONTENT_BYTES];
	uint64_t length = 0, other = 0;
	size_t got = 0;

	if (snapshot->graph->kind[node] == RA_NODE_OBJECT) {
		return ra_shape_value_hash(hashing, node);
	}
	if (!ra_path_string_bytes(snapshot, node, bytes, sizeof(bytes), &got, &length) ||
		length > got) {
		other = UINT64_C(1) << 32 | node;
	}
	return ra_hash_next(ra_hash_next(ra_hash_bytes(bytes, got), length), other);
}

/* Keeps the first nodes in the order of the graph. */
static void offer_sample(struct comparison *result, ra_node node)
{
	uint32_t place = result->sample_count;

	if (place < SAMPLES) {
		result->sample_count++;
	} else if (node < result->samples[--place]) {
		/* takes the place of the last */
	} else {
		return;
	}
	for (; place > 0 && result->samples[place - 1] > node; place--) {
		result->samples[place] = result->samples[place - 1];
	}
	result->samples[place] = node;
}

static bool compare_values(
	struct ra_snapshot *snapshot, const ra_node *nodes, uint32_t count, struct comparison *result)
{
	const uint32_t most = count < MAX_COMPARED ? count : MAX_COMPARED;
	struct content *contents = reallocarray(NULL, (size_t)most + 1, sizeof(*contents));
	struct ra_value_hashing hashing;

	memset(result, 0, sizeof(*result));
	if (!contents) {
		return false;
	}
	ra_value_hashing_init(&hashing, snapshot);
	for (uint32_t i = 0; i < most; i++) {
		contents[i] =
			(struct content){.hash = content_hash(snapshot, &hashing, nodes[i]), .node = nodes[i]};
	}
	ra_sort_keyed(contents, most);
	result->compared = most;
	for (uint32_t begin = 0, end; begin < most; begin = end) {
		for (end = begin; end < most && contents[end].hash == contents[begin].hash; end++) {
		}
		result->distinct++;
		/* of equally frequent ones the first in the graph: hashes differ from run to run */
		if (end - begin > result->identical ||
			(end - begin == result->identical && contents[begin].node < result->sample)) {
			result->identical = end - begin;
			result->sample = contents[begin].node;
		}
		offer_sample(result, contents[begin].node);
	}
	free(contents);
	return true;
}

static char *preview(struct ra_snapshot *snapshot, ra_node node, size_t columns)
{
	char bytes[256];
	size_t got = 0;
	uint64_t length = 0;
	char *text = NULL;

	if (snapshot->hide_contents) {
		return strdup(RA_HIDDEN);
	}
	if (ra_path_string_bytes(snapshot, node, bytes, sizeof(bytes), &got, &length)) {
		text = ra_text_preview(bytes, got, length > got, columns);
	}
	return text ? text : ra_text_printf("(binary)");
}

/* "Src::$prop", "Src::$prop[key]", or the link, with " (Target)" for objects. */
static char *label_of(struct ra_snapshot *snapshot, uint32_t edge, char **source, char **target)
{
	const struct ra_graph *graph = snapshot->graph;
	const ra_node from = ra_edge_source(graph, edge);
	const uint32_t above = graph->tree_edge[from];
	char *link = ra_path_link_text(snapshot, edge);
	char *owner_link = NULL;
	char *text = NULL;

	*target = ra_subject_label(snapshot, graph->edge_to[edge]);
	*source = NULL;
	if (graph->kind[from] == RA_NODE_OBJECT) {
		*source = ra_subject_label(snapshot, from);
		text = *source && link ? ra_text_printf("%s::$%s (%s)", *source, link, *target) : NULL;
	} else if (graph->kind[from] == RA_NODE_ARRAY && above != RA_NO_NODE &&
			   graph->edge_kind[above] == RA_LINK_PROPERTY) {
		*source = ra_subject_label(snapshot, ra_edge_source(graph, above));
		owner_link = ra_path_link_text(snapshot, above);
		text = *source && owner_link && link
				   ? ra_text_printf("%s::$%s[%s] (%s)", *source, owner_link, link, *target)
				   : NULL;
	} else {
		text = link ? ra_text_printf("%s (%s)", link, *target) : NULL;
	}
	free(link);
	free(owner_link);
	return text;
}

static json_t *string_examples(
	struct ra_snapshot *snapshot, const struct comparison *comparison, const char *sample)
{
	json_t *examples = json_object();
	json_t *samples = json_array();

	json_object_set_new(examples, "type", json_string("string"));
	json_object_set_new(examples, "identical_count", json_integer(comparison->identical));
	json_object_set_new(examples, "sample_value", ra_json_text(sample));
	for (uint32_t i = 0; i < comparison->sample_count; i++) {
		char *text = preview(snapshot, comparison->samples[i], SAMPLE_COLUMNS);

		json_array_append_new(samples, text ? ra_json_text(text) : NULL);
		free(text);
	}
	json_object_set_new(examples, "samples", samples);
	json_object_set_new(examples, "distinct_values", json_integer(comparison->distinct));
	return examples;
}

static void add_candidate(
	struct ra_snapshot *snapshot, struct ra_findings *findings, const struct candidate *candidate)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t copies = candidate->group->target_count;
	const bool strings =
		graph->kind[graph->edge_to[candidate->group->sample_edge]] == RA_NODE_STRING;
	struct comparison comparison = {0};

	if (!compare_values(snapshot, candidate->targets, copies, &comparison)) {
		findings->failed = true;
		return;
	}
	/* One copy per different value has to stay. */
	const uint64_t waste =
		candidate->bytes / comparison.compared * (comparison.compared - comparison.distinct);
	const double same = ra_percent(comparison.identical, comparison.compared);

	if (waste < min_bytes) {
		return;
	}
	char *source;
	char *target;
	char *label = label_of(snapshot, candidate->group->sample_edge, &source, &target);
	char *link = ra_path_link_text(snapshot, candidate->group->sample_edge);
	char *sample = strings ? preview(snapshot, comparison.sample, VALUE_COLUMNS) : NULL;

	if (label && link && target && (sample || !strings)) {
		const uint64_t each = candidate->bytes / copies;
		struct ra_finding *finding =
			ra_findings_add(findings, "dedup_candidate", waste > low_bytes ? RA_LOW : RA_INFO,
				!strings      ? RA_CONFIDENCE_LOW
				: same > 50.0 ? RA_CONFIDENCE_HIGH
							  : RA_CONFIDENCE_MEDIUM,
				"%s: %s copies x %s%s = %s", label, RA_COUNT(copies), RA_SIZE(each),
				strings ? "" : " avg retained", RA_SIZE(candidate->bytes));

		ra_fact_text(finding, "link_name", link);
		ra_fact_text(finding, "source_class", source);
		ra_fact_text(finding, "target_class", target);
		ra_fact_int(finding, "count", copies);
		ra_fact_int(finding, "each_size", each);
		ra_fact_int(finding, "total_size", candidate->bytes);
		ra_fact_int(finding, "total_waste", waste);
		if (strings) {
			ra_fact_set(finding, "examples", string_examples(snapshot, &comparison, sample));
			ra_finding_hypothesis(finding,
				"%s/%s copies have identical content (%.0f%%). Example: \"%s\"",
				RA_COUNT(comparison.identical), RA_COUNT(comparison.compared), same, sample);
			ra_finding_next(finding, "Keep one copy and assign it: PHP strings are shared until "
									 "written to");
		} else {
			ra_fact_set(finding, "examples",
				json_pack("{s:s, s:I, s:I}", "type", "object", "identical_count",
					(json_int_t)comparison.identical, "distinct_values",
					(json_int_t)comparison.distinct));
			ra_finding_hypothesis(finding,
				"%s/%s objects are equal in value (%.0f%%), %s different values in all",
				RA_COUNT(comparison.identical), RA_COUNT(comparison.compared), same,
				RA_COUNT(comparison.distinct));
			ra_finding_next(finding, "If they are never changed, share one per value");
		}
		for (uint32_t i = 0; i < copies && i < EVIDENCE; i++) {
			ra_finding_evidence(finding, candidate->targets[i]);
		}
		if (finding) {
			finding->impact_bytes = waste;
		}
	} else {
		findings->failed = true;
	}
	free(label);
	free(source);
	free(target);
	free(link);
	free(sample);
}

static uint64_t most_bytes(const struct ra_snapshot *snapshot, const struct ra_shared_group *group)
{
	return group->references *
		   ra_node_own_bytes(snapshot->graph, snapshot->graph->edge_to[group->sample_edge]);
}

static int compare_groups(const void *a, const void *b, void *context)
{
	const struct ra_shared_group *left = a;
	const struct ra_shared_group *right = b;
	const uint64_t left_bytes = most_bytes(context, left);
	const uint64_t right_bytes = most_bytes(context, right);

	if (left_bytes != right_bytes) {
		return left_bytes > right_bytes ? -1 : 1;
	}
	return left->sample_edge < right->sample_edge ? -1 : left->sample_edge > right->sample_edge;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *left = a;
	const struct candidate *right = b;

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
	}
	return left->group < right->group ? -1 : left->group > right->group;
}

/* Lists the targets of the largest groups, sizes them, reports the largest that are worth it. */
static void report_groups(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_shared_groups *groups)
{
	ra_node *lists[MAX_GROUPS] = {NULL};
	struct candidate candidates[MAX_GROUPS];
	uint32_t listed = 0;
	uint32_t count = 0;

	for (uint32_t i = 0; i < groups->count; i++) {
		if (groups->items[i].references >= MIN_COPIES &&
			most_bytes(snapshot, &groups->items[i]) > min_bytes) {
			groups->items[listed++] = groups->items[i];
		}
	}
	if (listed > 0) {
		ra_sort_stable(groups->items, listed, sizeof(*groups->items), compare_groups, snapshot);
	}
	listed = listed < MAX_GROUPS ? listed : MAX_GROUPS;
	findings->failed = !ra_shared_targets(snapshot, target_kind, groups->items, listed, lists);
	for (uint32_t i = 0; i < listed && !findings->failed; i++) {
		struct ra_shared_group *group = &groups->items[i];
		const uint64_t each =
			ra_node_own_bytes(snapshot->graph, snapshot->graph->edge_to[group->sample_edge]);

		if (group->target_count >= MIN_COPIES && group->target_count * each > min_bytes) {
			candidates[count++] = (struct candidate){.group = group,
				.targets = lists[i],
				.bytes =
					ra_measures_union_bytes(snapshot->measures, lists[i], group->target_count)};
		}
	}
	qsort(candidates, count, sizeof(*candidates), compare_candidates);
	for (uint32_t i = 0; i < count && i < MAX_FINDINGS && !findings->failed; i++) {
		add_candidate(snapshot, findings, &candidates[i]);
	}
	for (uint32_t i = 0; i < MAX_GROUPS; i++) {
		free(lists[i]);
	}
}

void ra_find_dedup(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_shared_groups groups;

	if (!ra_shared_groups_make(snapshot, target_kind, &groups)) {
		findings->failed = true;
		return;
	}
	report_groups(snapshot, findings, &groups);
	ra_shared_groups_done(&groups);
}
