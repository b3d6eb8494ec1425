/* property_scaling: of the one class that dominates the object memory, which properties cost memory
 * for every instance and which are shared by all. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/property_sums.h"
#include "findings/ranking.h"
#include "graph/class_sums.h"

enum {
	MIN_INSTANCES = 101,
	MAX_COSTLY = 8, /* lines of the hypothesis */
	MAX_SHARED = 10,
	MAX_EXACT = 200, /* properties that are measured one by one, each over the whole graph */
	MAX_FACTS = 200
};

static const double own_share = 0.9;    /* so many distinct values per reference: one for each */
static const double shared_share = 0.1; /* so few: shared, though not by all */

enum scaling {
	PER_INSTANCE,
	PARTIALLY_SHARED,
	SHARED,
	SCALAR /* its values take no memory of their own */
};

static const char *const scaling_names[] = {
	[PER_INSTANCE] = "PER-INSTANCE",
	[PARTIALLY_SHARED] = "PARTIALLY SHARED",
	[SHARED] = "SHARED",
	[SCALAR] = "SCALAR",
};

struct row {
	const struct ra_property_sum *sum;
	uint32_t number; /* of the sum */
	uint32_t distinct;
	uint64_t bytes; /* union of what the values keep alive */
	enum scaling scaling;
	char *name;
};

static uint32_t drop_duplicates(ra_node *nodes, uint32_t count)
{
	uint32_t kept = 0;

	ra_sort_u32(nodes, count);
	for (uint32_t i = 0; i < count; i++) {
		if (kept == 0 || nodes[kept - 1] != nodes[i]) {
			nodes[kept++] = nodes[i];
		}
	}
	return kept;
}

/* Lists the values, unless all sums are apart: what several take together is asked as well. */
static bool list_values(
	const struct ra_snapshot *snapshot, struct ra_property_sums *sums, uint32_t class_index)
{
	bool apart = true;

	for (uint32_t i = 0; i < sums->count; i++) {
		apart = apart && sums->items[i].apart;
	}
	for (uint32_t i = 0; i < sums->count; i++) {
		sums->items[i].apart = apart;
	}
	return apart || ra_property_sums_list(snapshot, sums, class_index, 0);
}

static void measure_row(
	const struct ra_snapshot *snapshot, struct ra_property_sum *sum, bool exact, struct row *row)
{
	if (sum->apart) {
		row->distinct = (uint32_t)sum->references;
		row->bytes = sum->bytes;
		return;
	}
	row->distinct = drop_duplicates(sum->targets, sum->target_count);
	row->bytes = exact ? ra_measures_set_bytes(
							 snapshot->measures, snapshot->graph, sum->targets, row->distinct)
					   : ra_measures_union_bytes(snapshot->measures, sum->targets, row->distinct);
}

static bool fill_row(
	struct ra_snapshot *snapshot, struct ra_property_sums *sums, uint32_t number, struct row *row)
{
	struct ra_property_sum *const sum = &sums->items[number];

	row->sum = sum;
	row->number = number;
	measure_row(snapshot, sum, sums->count <= MAX_EXACT, row);
	row->name = ra_path_link_text(snapshot, sum->sample_edge);
	if (row->distinct == 1 && sum->references > 1) {
		row->scaling = SHARED;
	} else if (row->bytes == 0) {
		row->scaling = SCALAR;
	} else {
		row->scaling = (double)row->distinct >= own_share * (double)sum->references
						   ? PER_INSTANCE
						   : PARTIALLY_SHARED;
	}
	return row->name && row->bytes != UINT64_MAX;
}

/* What is shared by many does not grow with the instances. */
static bool is_shared(const struct row *row)
{
	return row->scaling == SHARED ||
		   (row->scaling == PARTIALLY_SHARED &&
			   (double)row->distinct <= shared_share * (double)row->sum->references);
}

static const char *share_reason(const struct ra_graph *graph, ra_node value)
{
	switch ((enum ra_node_kind)graph->kind[value]) {
	case RA_NODE_REFERENCE:
		return "PHP reference";
	case RA_NODE_OBJECT:
		return "same instance";
	case RA_NODE_ARRAY:
		return "array, CoW";
	case RA_NODE_STRING:
		return graph->flags[value] & RA_NODE_INTERNED ? "interned string" : "shared";
	default:
		return "shared";
	}
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
	}
	return left->sum < right->sum ? -1 : left->sum > right->sum;
}

static json_t *row_fact(const struct ra_graph *graph, const struct row *row)
{
	const ra_node sample = graph->edge_to[row->sum->sample_edge];
	json_t *fact = json_object();

	json_object_set_new(fact, "property", ra_json_text(row->name));
	json_object_set_new(fact, "distinct_targets", json_integer(row->distinct));
	json_object_set_new(fact, "total_refs", json_integer((json_int_t)row->sum->references));
	json_object_set_new(fact, "size", json_integer((json_int_t)row->bytes));
	json_object_set_new(fact, "scaling", json_string(scaling_names[row->scaling]));
	json_object_set_new(fact, "sample_child_id", json_integer(sample));
	if (is_shared(row)) {
		json_object_set_new(fact, "share_reason", json_string(share_reason(graph, sample)));
	}
	return fact;
}

struct totals {
	uint32_t costly;
	uint32_t shared;
	uint32_t scalar;
	uint64_t bytes; /* of the costly ones together: a value inside another counts once */
};

static bool is_costly(const struct row *row)
{
	return row->scaling != SCALAR && !is_shared(row);
}

/* What all per-instance values keep alive together. The list of targets is theirs afterwards: it is not needed any more.
 * UINT64_MAX: no memory. */
static uint64_t measure_costly(struct ra_snapshot *snapshot, struct ra_property_sums *sums,
	const struct row *rows, uint32_t count)
{
	const struct row *last = NULL;
	uint64_t bytes = 0;
	uint32_t costly = 0;
	uint32_t total = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct ra_property_sum *const sum = &sums->items[rows[i].number];

		sum->target_count = is_costly(&rows[i]) ? rows[i].distinct : 0;
		if (is_costly(&rows[i])) {
			last = &rows[i];
			bytes += rows[i].bytes;
			costly++;
		}
	}
	if (count > 0 && rows[0].sum->apart) { /* all are */
		return bytes;
	}
	if (costly == 1 && count <= MAX_EXACT) {
		return last->bytes;
	}
	for (uint32_t i = 0; i < count; i++) { /* in the order of the list */
		const struct ra_property_sum *const sum = &sums->items[i];

		memmove(sums->targets + total, sum->targets, sum->target_count * sizeof(*sums->targets));
		total += sum->target_count;
	}
	return ra_measures_set_bytes(snapshot->measures, snapshot->graph, sums->targets, total);
}

static void add_lines(struct ra_finding *finding, const struct ra_graph *graph,
	const char *class_name, const struct row *rows, uint32_t count, const struct totals *totals)
{
	struct ra_buffer shared = {0};
	uint32_t costly = 0;
	uint32_t named = 0;

	ra_finding_hypothesis(
		finding, "Per-instance properties grow with the number of objects, shared ones do not");
	ra_finding_hypothesis(finding, "PER-INSTANCE (retained, scales with count):");
	for (uint32_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];

		if (is_shared(row)) {
			if (named < MAX_SHARED) {
				ra_buffer_printf(&shared, "%s%s::$%s (%s", named > 0 ? ", " : "", class_name,
					row->name, share_reason(graph, graph->edge_to[row->sum->sample_edge]));
				if (row->distinct > 1) {
					ra_buffer_printf(&shared, ", %s different values", RA_COUNT(row->distinct));
				}
				ra_buffer_text(&shared, ")");
				named++;
			}
		} else if (row->scaling != SCALAR && costly++ < MAX_COSTLY) {
			ra_finding_hypothesis(finding, "  %s::$%s: %s copies x %s = %s", class_name, row->name,
				RA_COUNT(row->distinct), RA_SIZE(row->bytes / row->distinct), RA_SIZE(row->bytes));
		}
	}
	if (totals->scalar > 0) {
		ra_finding_hypothesis(finding, "(%u scalar %s per-instance, included in object size)",
			totals->scalar, totals->scalar == 1 ? "property" : "properties");
	}
	char *text = ra_buffer_take(&shared);

	if (named > 0 && text) {
		ra_finding_hypothesis(finding, "SHARED: %s", text);
	}
	free(text);
}

static void add_finding(struct ra_snapshot *snapshot, struct ra_findings *findings,
	uint32_t class_index, struct ra_property_sums *sums, const struct row *rows)
{
	const uint32_t count = sums->count;
	const struct ra_class *cls = &snapshot->graph->classes[class_index];
	char *class_name = ra_class_name(snapshot->graph, class_index);
	struct totals totals = {0};
	json_t *costly = json_array();
	json_t *shared = json_array();
	uint32_t declared = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (is_shared(&rows[i])) {
			if (totals.shared++ < MAX_FACTS) {
				json_array_append_new(shared, row_fact(snapshot->graph, &rows[i]));
			}
		} else if (is_costly(&rows[i])) {
			if (totals.costly++ < MAX_FACTS) {
				json_array_append_new(costly, row_fact(snapshot->graph, &rows[i]));
			}
		}
		declared += rows[i].scaling != SCALAR &&
					snapshot->graph->edge_kind[rows[i].sum->sample_edge] == RA_LINK_PROPERTY;
	}
	totals.bytes = measure_costly(snapshot, sums, rows, count);
	totals.scalar = cls->property_count > declared ? cls->property_count - declared : 0;
	if (totals.costly + totals.shared + totals.scalar == 0) {
		/* Objects of an internal class: nothing that PHP code could change. */
	} else if (class_name && costly && shared && totals.bytes != UINT64_MAX) {
		struct ra_finding *finding =
			ra_findings_add(findings, "property_scaling", RA_MEDIUM, RA_CONFIDENCE_MEDIUM,
				"%s (%s instances): %s per-instance props (%s/instance retained), %s shared",
				class_name, RA_COUNT(cls->instance_count), RA_COUNT(totals.costly),
				RA_SIZE(totals.bytes / cls->instance_count), RA_COUNT(totals.shared));

		ra_fact_text(finding, "class_name", class_name);
		ra_fact_int(finding, "instance_count", cls->instance_count);
		ra_fact_set(finding, "per_instance_properties", json_incref(costly));
		ra_fact_set(finding, "shared_properties", json_incref(shared));
		ra_fact_int(finding, "scalar_properties_count", totals.scalar);
		ra_fact_int(finding, "per_instance_total_bytes", totals.bytes);
		ra_fact_text(finding, "size_mode", "retained");
		add_lines(finding, snapshot->graph, class_name, rows, count, &totals);
		ra_finding_next(
			finding, "Fewer instances, or smaller values of the first properties above");
		ra_finding_next(finding, "Build per-instance values only when they are used");
		if (finding) {
			finding->impact_bytes = totals.bytes;
		}
	} else {
		findings->failed = true;
	}
	json_decref(costly);
	json_decref(shared);
	free(class_name);
}

static void report_class(
	struct ra_snapshot *snapshot, struct ra_findings *findings, uint32_t class_index)
{
	struct ra_property_sums sums;
	struct row *rows = NULL;
	bool ok = ra_property_sums_make(snapshot, class_index, &sums);

	if (ok) {
		rows = calloc((size_t)sums.count + 1, sizeof(*rows));
		ok = rows && list_values(snapshot, &sums, class_index);
		for (uint32_t i = 0; ok && i < sums.count; i++) {
			ok = fill_row(snapshot, &sums, i, &rows[i]);
		}
		if (ok) {
			qsort(rows, sums.count, sizeof(*rows), compare_rows);
			add_finding(snapshot, findings, class_index, &sums, rows);
		}
		for (uint32_t i = 0; rows && i < sums.count; i++) {
			free(rows[i].name);
		}
		free(rows);
		ra_property_sums_done(&sums);
	}
	findings->failed = findings->failed || !ok;
}

void ra_find_property_scaling(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_class_ranking ranking;

	if (!ra_class_ranking_make(snapshot->graph, &ranking)) {
		findings->failed = true;
		return;
	}
	/* More than half of the object memory: only the first class of the ranking can have it. */
	if (ranking.count > 0) {
		const struct ra_class *first = &snapshot->graph->classes[ranking.order[0]];

		if (ra_class_bytes(first) > ranking.bytes / 2 && first->instance_count >= MIN_INSTANCES) {
			report_class(snapshot, findings, ranking.order[0]);
		}
	}
	ra_class_ranking_done(&ranking);
}
