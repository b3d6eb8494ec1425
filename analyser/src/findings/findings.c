/* Running the passes, and what is done to their findings together. See findings.h. */
#include "findings/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/finding_key.h"
#include "findings/passes.h"

/* In the order of the specification; findings that sort equal keep it. */
static const struct ra_pass passes[] = {
	{"overview", RA_NEEDS_NODES, ra_find_overview},
	{"type_ranking", RA_NEEDS_NODES, ra_find_types},
	{"class_ranking", RA_NEEDS_NODES, ra_find_classes},
	{"companion_cluster", RA_NEEDS_NODES, ra_find_companions},
	{"zendmm", RA_NEEDS_NODES, ra_find_zendmm},
	{"bin_histogram", RA_NEEDS_NODES, ra_find_bins},
	{"unclaimed_slots", RA_NEEDS_NODES, ra_find_unclaimed},
	{"call_stack", RA_NEEDS_NODES, ra_find_call_stack},
	{"suspended_frames", RA_NEEDS_MEASURES, ra_find_suspended},
	{"dynamic_properties_overhead", RA_NEEDS_NODES, ra_find_dynamic_properties},
	{"cycles", RA_NEEDS_MEASURES, ra_find_cycles},
	{"resource_leak_risk", RA_NEEDS_MEASURES, ra_find_leak_risks},
	{"property_scaling", RA_NEEDS_MEASURES, ra_find_property_scaling},
	{"expensive_property", RA_NEEDS_MEASURES, ra_find_properties},
	{"ownership_pattern", RA_NEEDS_MEASURES, ra_find_ownership},
	{"growing_container", RA_NEEDS_NODES, ra_find_growing},
	{"large_array", RA_NEEDS_MEASURES, ra_find_large_arrays},
	{"sparse_array", RA_NEEDS_NODES, ra_find_sparse_arrays},
	{"strings", RA_NEEDS_NODES, ra_find_strings},
	{"refcount_surplus", RA_NEEDS_NODES, ra_find_refcount},
	{"shared", RA_NEEDS_MEASURES, ra_find_sharing},
	{"dedup_candidate", RA_NEEDS_MEASURES, ra_find_dedup},
	{"shapes", RA_NEEDS_NODES, ra_find_shapes},
	{"bottleneck_path", RA_NEEDS_MEASURES, ra_find_bottleneck},
	{"choke_point", RA_NEEDS_MEASURES, ra_find_choke_points},
	{"root_blame", RA_NEEDS_MEASURES, ra_find_root_blame},
	{"retained", RA_NEEDS_MEASURES, ra_find_retained},
	{"gc_pending", RA_NEEDS_MEASURES, ra_find_gc_pending},
};

enum {
	PASS_COUNT = sizeof(passes) / sizeof(passes[0]),
	KEPT_FANINS = 3
};

const char *ra_severity_name(enum ra_severity severity)
{
	static const char *const names[] = {
		[RA_HIGH] = "high",
		[RA_WARNING] = "warning",
		[RA_MEDIUM] = "medium",
		[RA_LOW] = "low",
		[RA_INFO] = "info",
	};

	return names[severity];
}

const char *ra_confidence_name(enum ra_confidence confidence)
{
	static const char *const names[] = {
		[RA_CONFIDENCE_HIGH] = "high",
		[RA_CONFIDENCE_MEDIUM] = "medium",
		[RA_CONFIDENCE_LOW] = "low",
	};

	return names[confidence];
}

void ra_finding_done(struct ra_finding *finding)
{
	free(finding->summary);
	free(finding->hypothesis);
	json_decref(finding->facts);
	ra_lines_free(finding->next_checks, finding->next_check_count);
	ra_lines_free(finding->paths, finding->path_count);
	free(finding->evidence);
	memset(finding, 0, sizeof(*finding));
}

static void truncate_findings(struct ra_findings *findings, uint32_t count)
{
	while (findings->count > count) {
		ra_finding_done(&findings->items[--findings->count]);
	}
}

void ra_findings_done(struct ra_findings *findings)
{
	truncate_findings(findings, 0);
	free(findings->items);
	free(findings->failed_passes);
	memset(findings, 0, sizeof(*findings));
}

/* Room for item number `count`: doubles at the powers of two, so that no capacity has to be kept.
 * Returns the list, perhaps moved; NULL: no memory, and the list is as it was. */
static void *with_room(void *items, uint32_t count, size_t item_size)
{
	if (count != 0 && (count & (count - 1)) != 0) {
		return items;
	}
	return realloc(items, (size_t)(count == 0 ? 1 : count * 2) * item_size);
}

struct ra_finding *ra_findings_add(struct ra_findings *findings, const char *kind,
	enum ra_severity severity, enum ra_confidence confidence, const char *summary, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, summary);
	const int length = vasprintf(&text, summary, arguments);
	va_end(arguments);
	if (length < 0) {
		findings->failed = true;
		return NULL;
	}
	struct ra_finding *items =
		with_room(findings->items, findings->count, sizeof(*findings->items));
	if (!items) {
		free(text);
		findings->failed = true;
		return NULL;
	}
	findings->items = items;
	struct ra_finding *finding = &findings->items[findings->count++];

	memset(finding, 0, sizeof(*finding));
	finding->kind = kind;
	finding->severity = severity;
	finding->confidence = confidence;
	finding->summary = text;
	return finding;
}

void ra_finding_hypothesis(struct ra_finding *finding, const char *format, ...)
{
	va_list arguments;
	char *line = NULL;

	if (!finding) {
		return;
	}
	va_start(arguments, format);
	const int length = vasprintf(&line, format, arguments);
	va_end(arguments);
	if (length < 0) {
		return;
	}
	if (finding->hypothesis) {
		char *both = ra_text_printf("%s\n%s", finding->hypothesis, line);

		free(line);
		if (!both) {
			return;
		}
		free(finding->hypothesis);
		line = both;
	}
	finding->hypothesis = line;
}

void ra_finding_next(struct ra_finding *finding, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	if (!finding) {
		return;
	}
	va_start(arguments, format);
	const int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	ra_lines_add(&finding->next_checks, &finding->next_check_count, length < 0 ? NULL : text);
}

void ra_finding_evidence(struct ra_finding *finding, ra_node node)
{
	ra_node *evidence =
		finding ? with_room(finding->evidence, finding->evidence_count, sizeof(node)) : NULL;

	if (evidence) {
		finding->evidence = evidence;
		evidence[finding->evidence_count++] = node;
	}
}

void ra_finding_path(struct ra_finding *finding, const char *path)
{
	if (finding && path) {
		ra_lines_add(&finding->paths, &finding->path_count, strdup(path));
	}
}

json_t *ra_json_text(const char *text)
{
	char *valid = ra_text_valid(text, strlen(text));
	json_t *value = valid ? json_string_nocheck(valid) : NULL;

	free(valid);
	return value;
}

void ra_fact_set(struct ra_finding *finding, const char *name, json_t *value)
{
	if (!finding) {
		json_decref(value);
		return;
	}
	if (!finding->facts) {
		finding->facts = json_object();
	}
	json_object_set_new_nocheck(finding->facts, name, value); /* frees value when it fails */
}

void ra_fact_int(struct ra_finding *finding, const char *name, uint64_t value)
{
	ra_fact_signed(finding, name, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

void ra_fact_signed(struct ra_finding *finding, const char *name, int64_t value)
{
	ra_fact_set(finding, name, json_integer(value));
}

void ra_fact_real(struct ra_finding *finding, const char *name, double value, int decimals)
{
	ra_fact_set(finding, name, json_real(ra_round(value, decimals)));
}

void ra_fact_text(struct ra_finding *finding, const char *name, const char *text)
{
	ra_fact_set(finding, name, text ? ra_json_text(text) : json_null());
}

void ra_fact_bool(struct ra_finding *finding, const char *name, bool value)
{
	ra_fact_set(finding, name, json_boolean(value));
}

uint64_t ra_fact_int_of(const struct ra_finding *finding, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(finding->facts, name));
}

const char *ra_fact_text_of(const struct ra_finding *finding, const char *name)
{
	const char *text = json_string_value(json_object_get(finding->facts, name));

	return text ? text : "";
}

bool ra_finding_is(const struct ra_finding *finding, const char *kind)
{
	return strcmp(finding->kind, kind) == 0;
}

const struct ra_finding *ra_findings_first(const struct ra_findings *findings, const char *kind)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		if (ra_finding_is(&findings->items[i], kind)) {
			return &findings->items[i];
		}
	}
	return NULL;
}

/* Beside cycles only the first three shared_fanin say something new; beside property_scaling a
 * shared_singleton says nothing. */
void ra_findings_suppress(struct ra_findings *findings)
{
	const bool cycles =
		ra_findings_first(findings, "cycle_cluster") || ra_findings_first(findings, "micro_cycle");
	const bool scaling = ra_findings_first(findings, "property_scaling");
	uint32_t fanins = 0;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *finding = &findings->items[i];
		const bool drop =
			(cycles && ra_finding_is(finding, "shared_fanin") && ++fanins > KEPT_FANINS) ||
			(scaling && ra_finding_is(finding, "shared_singleton"));

		if (drop) {
			ra_finding_done(finding);
		} else {
			findings->items[kept++] = *finding;
		}
	}
	findings->count = kept;
}

/* Severity, then impact descending, then kind, then summary. */
static int compare_findings(const struct ra_finding *a, const struct ra_finding *b)
{
	if (a->severity != b->severity) {
		return a->severity < b->severity ? -1 : 1;
	}
	if (a->impact_bytes != b->impact_bytes) {
		return a->impact_bytes > b->impact_bytes ? -1 : 1;
	}
	const int kinds = strcmp(a->kind, b->kind);

	return kinds ? kinds : strcmp(a->summary, b->summary);
}

static int compare_pointers(const void *a, const void *b)
{
	const struct ra_finding *const *left = a;
	const struct ra_finding *const *right = b;
	const int order = compare_findings(*left, *right);

	return order ? order : *left < *right ? -1 : *left > *right; /* one array: age */
}

void ra_findings_sort(struct ra_findings *findings)
{
	struct ra_finding **order = malloc((findings->count + 1) * sizeof(struct ra_finding *));
	struct ra_finding *sorted = malloc((findings->count + 1) * sizeof(*sorted));

	if (!order || !sorted) {
		free(order);
		free(sorted);
		findings->failed = true;
		return;
	}
	for (uint32_t i = 0; i < findings->count; i++) {
		order[i] = &findings->items[i];
	}
	qsort(order, findings->count, sizeof(*order), compare_pointers);
	for (uint32_t i = 0; i < findings->count; i++) {
		sorted[i] = *order[i];
	}
	free(order);
	memcpy(findings->items, sorted, findings->count * sizeof(*sorted));
	free(sorted);
}

static void sign_findings(struct ra_findings *findings)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *finding = &findings->items[i];
		char *key = ra_finding_key(finding->kind, finding->facts, false);

		if (key) {
			ra_finding_signature(key, finding->signature);
		} else {
			findings->failed = true;
		}
		free(key);
	}
}

static void run_pass(
	const struct ra_pass *pass, struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const uint32_t before = findings->count;

	if (pass->needs == RA_NEEDS_MEASURES && !snapshot->measures) {
		return;
	}
	pass->run(snapshot, findings);
	if (!findings->failed) {
		return;
	}
	truncate_findings(findings, before);
	const char **names =
		with_room(findings->failed_passes, findings->failed_pass_count, sizeof(char *));
	if (names) {
		findings->failed_passes = names;
		names[findings->failed_pass_count++] = pass->name;
		findings->failed = false;
	}
}

bool ra_findings_collect(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_error *err)
{
	for (size_t i = 0; i < PASS_COUNT && !findings->failed; i++) {
		run_pass(&passes[i], snapshot, findings);
	}
	if (!findings->failed) {
		ra_findings_suppress(findings);
		sign_findings(findings);
		ra_findings_sort(findings);
	}
	if (findings->failed) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the findings");
	}
	return true;
}
