/* class_ranking: the classes with the most object memory, exact state of extensions included. dominant_class: one has most of it. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/ranking.h"
#include "graph/class_sums.h"

enum {
	RANKED = 20,
	MANY = 100 /* instances: below, nothing accumulates */
};

static const uint64_t weighty_bytes = 1 << 20; /* below this, a small share of a small heap */
static const double weighty_percent = 5.0;
static const uint64_t least_bytes = 16384;
static const double least_percent = 0.5;

static void add_facts(
	struct ra_finding *finding, const struct ra_class *cls, const char *name, double percentage)
{
	ra_fact_text(finding, "class_name", name);
	ra_fact_int(finding, "count", cls->instance_count);
	ra_fact_int(finding, "memory_bytes", ra_class_bytes(cls));
	ra_fact_int(finding, "state_bytes", ra_class_state_bytes(cls));
	ra_fact_real(finding, "percentage_of_object_memory", percentage, 1);
	ra_fact_int(finding, "avg_size", ra_class_bytes(cls) / cls->instance_count);
	if (finding) {
		finding->impact_bytes = ra_class_bytes(cls);
	}
}

/* A small process has a dominant class too, by chance: that is worth no alarm. */
static enum ra_severity dominance(const struct ra_class *cls, const struct ra_tally *tally)
{
	const bool weighty = ra_class_bytes(cls) >= weighty_bytes ||
						 ra_percent(ra_class_bytes(cls), tally->live_bytes) >= weighty_percent;

	return weighty && cls->instance_count >= MANY ? RA_HIGH : RA_LOW;
}

/* Most of next to nothing is no finding. */
static bool is_notable(const struct ra_class *cls, const struct ra_tally *tally)
{
	return ra_class_bytes(cls) >= least_bytes &&
		   ra_percent(ra_class_bytes(cls), tally->live_bytes) >= least_percent;
}

static void add_dominant(struct ra_snapshot *snapshot, struct ra_findings *findings,
	const struct ra_class *cls, const char *name, double percentage)
{
	struct ra_finding *finding =
		ra_findings_add(findings, "dominant_class", dominance(cls, snapshot->tally),
			RA_CONFIDENCE_HIGH, "%s: %s %s x %s = %.1f%% of object memory (%s)", name,
			RA_COUNT(cls->instance_count), cls->instance_count == 1 ? "instance" : "instances",
			RA_SIZE(ra_class_bytes(cls) / cls->instance_count), percentage,
			RA_SIZE(ra_class_bytes(cls)));

	add_facts(finding, cls, name, percentage);
	if (cls->instance_count >= MANY) {
		ra_finding_hypothesis(finding, "Unbounded accumulation — likely a loop without limit");
		ra_finding_next(finding, "Check if count scales with input size");
	}
	ra_finding_next(finding, "Look for owner path to find the accumulating container");
}

void ra_find_classes(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	struct ra_class_ranking ranking;

	if (!ra_class_ranking_make(graph, &ranking)) {
		findings->failed = true;
		return;
	}
	for (uint32_t i = 0; i < ranking.count && i < RANKED && !findings->failed; i++) {
		const struct ra_class *cls = &graph->classes[ranking.order[i]];
		const double percentage = ra_percent(ra_class_bytes(cls), ranking.bytes);
		char *name = ra_class_name(graph, ranking.order[i]);

		if (!name) {
			findings->failed = true;
			break;
		}
		struct ra_finding *finding = ra_findings_add(findings, "class_ranking", RA_INFO,
			RA_CONFIDENCE_HIGH, "#%u %s: %s %s x %s (%s)", i + 1, name,
			RA_COUNT(cls->instance_count), cls->instance_count == 1 ? "instance" : "instances",
			RA_SIZE(ra_class_bytes(cls) / cls->instance_count), RA_SIZE(ra_class_bytes(cls)));

		ra_fact_int(finding, "rank", i + 1);
		add_facts(finding, cls, name, percentage);
		if (i == 0 && percentage > 50.0 && is_notable(cls, snapshot->tally)) {
			add_dominant(snapshot, findings, cls, name, percentage);
		}
		free(name);
	}
	ra_class_ranking_done(&ranking);
}
