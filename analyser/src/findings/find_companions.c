/* companion_cluster: classes with nearly the same number of instances, so probably made together.
 * Quadratic in the classes with more than 100 instances, of which the first 2,000 are looked at. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/ranking.h"
#include "graph/class_sums.h"

enum {
	MIN_INSTANCES = 100,
	MAX_CLASSES = 2000,
	LISTED = 8,
	MAX_CLUSTERS = 5, /* the heaviest: a program with many classes has dozens by chance */
	LEAST_SHARE = 200 /* of the heap: half a percent */
};

struct cluster_set {
	const struct ra_graph *graph;
	uint32_t *members; /* class indices in ranking order */
	uint32_t *leader;  /* per member: an earlier member of its group, or itself */
	uint32_t count;
};

static uint32_t find_leader(const struct cluster_set *set, uint32_t member)
{
	while (set->leader[member] != member) {
		set->leader[member] = set->leader[set->leader[member]];
		member = set->leader[member];
	}
	return member;
}

/* The earlier member leads: groups come out in ranking order. */
static void join(const struct cluster_set *set, uint32_t a, uint32_t b)
{
	const uint32_t left = find_leader(set, a);
	const uint32_t right = find_leader(set, b);

	if (left < right) {
		set->leader[right] = left;
	} else {
		set->leader[left] = right;
	}
}

static uint32_t instances(const struct cluster_set *set, uint32_t member)
{
	return set->graph->classes[set->members[member]].instance_count;
}

static void join_companions(const struct cluster_set *set)
{
	for (uint32_t i = 0; i < set->count; i++) {
		const uint64_t count = instances(set, i);

		for (uint32_t j = i + 1; j < set->count; j++) {
			const uint64_t other = instances(set, j);
			const uint64_t apart = count > other ? count - other : other - count;

			if (apart * 20 < count) {
				join(set, i, j);
			}
		}
	}
}

/* The member of the group behind `after`; UINT32_MAX: no more. */
static uint32_t next_member(const struct cluster_set *set, uint32_t leader, uint32_t after)
{
	for (uint32_t i = after + 1; i < set->count; i++) {
		if (find_leader(set, i) == leader) {
			return i;
		}
	}
	return UINT32_MAX;
}

/* Writes the members to `text` and `classes`; returns the bytes of all. */
static uint64_t describe_members(const struct cluster_set *set, uint32_t leader, uint32_t size,
	struct ra_buffer *text, json_t *classes)
{
	uint64_t total = 0;
	uint32_t listed = 0;

	for (uint32_t i = leader; i != UINT32_MAX; i = next_member(set, leader, i)) {
		const struct ra_class *cls = &set->graph->classes[set->members[i]];
		const char *between = listed == 0 ? "" : size == 2 ? " always paired with " : ", ";
		char *name = ra_class_name(set->graph, set->members[i]);

		if (!name) {
			text->failed = true;
			break;
		}
		if (listed++ < LISTED) {
			ra_buffer_printf(text, "%s%s (%s, %s)", between, name, RA_COUNT(cls->instance_count),
				RA_SIZE(ra_class_bytes(cls)));
		}
		json_array_append_new(classes, json_pack("{s:o, s:I}", "name", ra_json_text(name), "count",
										   (json_int_t)cls->instance_count));
		total += ra_class_bytes(cls);
		free(name);
	}
	if (size > LISTED) {
		ra_buffer_printf(text, ", ... +%u more", size - LISTED);
	}
	return total;
}

static void add_cluster(
	const struct cluster_set *set, uint32_t leader, uint32_t size, struct ra_findings *findings)
{
	struct ra_buffer text = {0};
	json_t *classes = json_array();
	const uint64_t total = describe_members(set, leader, size, &text, classes);
	char *members = ra_buffer_take(&text);
	struct ra_finding *finding;

	if (!members) {
		findings->failed = true;
		json_decref(classes);
		return;
	}
	finding = size == 2 ? ra_findings_add(findings, "companion_cluster", RA_MEDIUM,
							  RA_CONFIDENCE_MEDIUM, "%s — %s", members, RA_SIZE(total))
						: ra_findings_add(findings, "companion_cluster", RA_MEDIUM,
							  RA_CONFIDENCE_MEDIUM, "%u classes x ~%s instances (%s): %s", size,
							  RA_COUNT(instances(set, leader)), RA_SIZE(total), members);
	ra_fact_set(finding, "classes", classes);
	ra_fact_int(finding, "total_memory", total);
	ra_finding_hypothesis(finding, "Created together — reducing one reduces the others");
	if (finding) {
		finding->impact_bytes = total;
	}
	free(members);
}

static void add_clusters(
	const struct cluster_set *set, uint64_t least_bytes, struct ra_findings *findings)
{
	unsigned added = 0;

	for (uint32_t leader = 0; leader < set->count && added < MAX_CLUSTERS && !findings->failed;
		leader++) {
		uint64_t bytes = 0;
		uint32_t size = 0;

		if (set->leader[leader] != leader) {
			continue;
		}
		for (uint32_t i = leader; i != UINT32_MAX; i = next_member(set, leader, i)) {
			bytes += ra_class_bytes(&set->graph->classes[set->members[i]]);
			size++;
		}
		if (size >= 2 && bytes >= least_bytes) {
			add_cluster(set, leader, size, findings);
			added++;
		}
	}
}

void ra_find_companions(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_class_ranking ranking;
	struct cluster_set set = {.graph = snapshot->graph};

	if (!ra_class_ranking_make(snapshot->graph, &ranking)) {
		findings->failed = true;
		return;
	}
	set.members = reallocarray(NULL, MAX_CLASSES, sizeof(uint32_t));
	set.leader = reallocarray(NULL, MAX_CLASSES, sizeof(uint32_t));
	if (!set.members || !set.leader) {
		findings->failed = true;
	}
	for (uint32_t i = 0; i < ranking.count && set.count < MAX_CLASSES && !findings->failed; i++) {
		if (snapshot->graph->classes[ranking.order[i]].instance_count > MIN_INSTANCES) {
			set.leader[set.count] = set.count;
			set.members[set.count++] = ranking.order[i];
		}
	}
	join_companions(&set);
	add_clusters(&set, snapshot->tally->live_bytes / LEAST_SHARE, findings);
	free(set.members);
	free(set.leader);
	ra_class_ranking_done(&ranking);
}
