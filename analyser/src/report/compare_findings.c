/* Findings of two reports are matched twice: by their exact subject, and what is left by the
 * subject without indices and line numbers, so that an array that moved from $rows[3] to $rows[4]
 * is the same one. See finding_key.h for what a subject is. */
#include "report/compare_findings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/finding_key.h"
#include "findings/finding_kind.h"
#include "findings/findings.h"

enum {
	SUMMARY_COLUMNS = 200
};

struct entry {
	const json_t *finding;
	char *exact;
	char *pattern;
	uint32_t index;        /* in its report */
	struct entry *partner; /* on the other side */
};

struct entries {
	struct entry *items;
	uint32_t count;
};

static const char *text_of(const json_t *finding, const char *name)
{
	const char *text = json_string_value(json_object_get(finding, name));

	return text ? text : "";
}

static int64_t impact_of(const json_t *finding)
{
	return json_integer_value(json_object_get(finding, "impact_bytes"));
}

/* enum ra_severity; unknown words count as info. */
static int severity_of(const json_t *finding)
{
	for (int severity = RA_HIGH; severity < RA_INFO; severity++) {
		if (strcmp(text_of(finding, "severity"), ra_severity_name((enum ra_severity)severity)) ==
			0) {
			return severity;
		}
	}
	return RA_INFO;
}

/* States and tables: they always differ a little, and their rows are compared elsewhere. Kinds of a report that another
 * version saved are compared. */
static bool is_excluded(const char *name)
{
	const struct ra_finding_kind *const kind = ra_finding_kind(name);

	return *name == '\0' || (kind && kind->flags & RA_KIND_STATE);
}

static void entries_done(struct entries *entries)
{
	for (uint32_t i = 0; i < entries->count; i++) {
		free(entries->items[i].exact);
		free(entries->items[i].pattern);
	}
	free(entries->items);
}

static bool read_entries(const struct ra_side *side, struct entries *out)
{
	const json_t *list = json_object_get(side->report, "findings");
	const json_t *finding;
	size_t index;

	out->items = calloc(json_array_size(list) + 1, sizeof(*out->items));
	if (!out->items) {
		return false;
	}
	json_array_foreach(list, index, finding)
	{
		const char *kind = text_of(finding, "kind");
		const json_t *facts = json_object_get(finding, "facts");
		struct entry *entry = &out->items[out->count];

		if (is_excluded(kind)) {
			continue;
		}
		entry->finding = finding;
		entry->index = (uint32_t)index;
		entry->exact = ra_finding_key(kind, facts, true);
		entry->pattern = ra_finding_key(kind, facts, false);
		out->count++;
		if (!entry->exact || !entry->pattern) {
			return false;
		}
	}
	return true;
}

static int compare_exact(const void *a, const void *b)
{
	const struct entry *left = *(const struct entry *const *)a;
	const struct entry *right = *(const struct entry *const *)b;
	const int keys = strcmp(left->exact, right->exact);

	return keys ? keys : left->index < right->index ? -1 : left->index > right->index;
}

static int compare_pattern(const void *a, const void *b)
{
	const struct entry *left = *(const struct entry *const *)a;
	const struct entry *right = *(const struct entry *const *)b;
	const int keys = strcmp(left->pattern, right->pattern);

	return keys ? keys : left->index < right->index ? -1 : left->index > right->index;
}

/* Entries without a partner, sorted. */
static struct entry **unmatched(
	const struct entries *entries, int (*order)(const void *, const void *), uint32_t *count)
{
	struct entry **list = reallocarray(NULL, entries->count + 1, sizeof(struct entry *));

	*count = 0;
	for (uint32_t i = 0; list && i < entries->count; i++) {
		if (!entries->items[i].partner) {
			list[(*count)++] = &entries->items[i];
		}
	}
	if (list) {
		qsort(list, *count, sizeof(*list), order);
	}
	return list;
}

/* Pairs entries of equal keys, first with first. */
static bool match(const struct entries *before, const struct entries *after, bool exact)
{
	int (*const order)(const void *, const void *) = exact ? compare_exact : compare_pattern;
	uint32_t before_count = 0;
	uint32_t after_count = 0;
	struct entry **left = unmatched(before, order, &before_count);
	struct entry **right = unmatched(after, order, &after_count);
	const bool ok = left && right;
	uint32_t i = 0;
	uint32_t j = 0;

	while (ok && i < before_count && j < after_count) {
		const int keys = exact ? strcmp(left[i]->exact, right[j]->exact)
							   : strcmp(left[i]->pattern, right[j]->pattern);

		if (keys == 0) {
			left[i]->partner = right[j];
			right[j]->partner = left[i];
		}
		i += keys <= 0;
		j += keys >= 0;
	}
	free(left);
	free(right);
	return ok;
}

/* --- the list of known findings --- */

static bool list_has(const json_t *list, const char *signature)
{
	const json_t *item;
	size_t index;

	json_array_foreach(list, index, item)
	{
		const char *known =
			json_is_object(item) ? text_of(item, "signature") : json_string_value(item);

		if (known && strcmp(known, signature) == 0) {
			return true;
		}
	}
	return false;
}

/* A plain list of signatures or findings, a saved report, or a saved comparison. */
static bool is_known(const json_t *known, const struct entry *entry)
{
	char signature[RA_SIGNATURE_TEXT];
	const json_t *diff = json_object_get(known, "findings_diff");

	if (!known) {
		return false;
	}
	ra_finding_signature(entry->pattern, signature);
	return list_has(known, signature) ||
		   list_has(json_object_get(known, "signatures"), signature) ||
		   list_has(json_object_get(known, "findings"), signature) ||
		   list_has(json_object_get(diff, "new"), signature);
}

/* --- rows --- */

static const char *impact_text(char *out, const json_t *finding)
{
	const int64_t impact = impact_of(finding);

	return impact > 0 ? ra_format_size(out, (uint64_t)impact) : "—";
}

static const char *severity_word(const json_t *finding)
{
	return ra_severity_name((enum ra_severity)severity_of(finding));
}

static char *upper(const char *word)
{
	char *text = strdup(word);

	for (char *at = text; at && *at; at++) {
		*at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
	}
	return text;
}

/* "[HIGH] 6.40 MB: property_scaling: SUMMARY"; a saved report's text is as foreign as a dump's. */
static char *finding_text(const json_t *finding)
{
	char size[RA_NUMBER_TEXT];
	const char *summary = text_of(finding, "summary");
	char *clean = ra_text_clean(summary, strlen(summary));
	char *cut = clean ? ra_text_cut(clean, SUMMARY_COLUMNS, RA_CUT_END) : NULL;
	char *kind = ra_text_clean(text_of(finding, "kind"), strlen(text_of(finding, "kind")));
	char *severity = upper(severity_word(finding));
	char *text = cut && kind && severity ? ra_text_printf("[%s] %s: %s: %s", severity,
											   impact_text(size, finding), kind, cut)
										 : NULL;

	free(clean);
	free(cut);
	free(kind);
	free(severity);
	return text;
}

/* "near_memory_limit: severity warning → high, impact 8.00 MB → 2.00 MB" */
static char *change_text(const struct entry *before, const struct entry *after)
{
	char left[RA_NUMBER_TEXT];
	char right[RA_NUMBER_TEXT];
	struct ra_buffer text = {0};
	char *key = ra_text_clean(after->exact, strlen(after->exact));
	const bool severity = severity_of(before->finding) != severity_of(after->finding);
	const bool impact = impact_of(before->finding) != impact_of(after->finding);
	char *colon = key ? strchr(key, ':') : NULL;

	if (colon) {
		*colon = ' '; /* kind and subject */
	}
	ra_buffer_printf(&text, "%s: ", key ? key : "?");
	if (severity) {
		ra_buffer_printf(&text, "severity %s → %s%s", severity_word(before->finding),
			severity_word(after->finding), impact ? ", " : "");
	}
	if (impact) {
		ra_buffer_printf(&text, "impact %s → %s", impact_text(left, before->finding),
			impact_text(right, after->finding));
	}
	free(key);
	return ra_buffer_take(&text);
}

static bool is_change(const struct entry *before, const struct entry *after, double threshold)
{
	const double old_impact = (double)impact_of(before->finding);
	const double delta = (double)impact_of(after->finding) - old_impact;

	if (severity_of(before->finding) != severity_of(after->finding)) {
		return true;
	}
	return delta != 0 && (old_impact <= 0 || fabs(100 * delta / old_impact) >= threshold);
}

/* More severe, or twice as large: an old finding that must not pass for an old one. */
static bool is_worse(const struct entry *before, const struct entry *after)
{
	const int64_t old_impact = impact_of(before->finding);
	const int64_t new_impact = impact_of(after->finding);

	return severity_of(after->finding) < severity_of(before->finding) ||
		   (old_impact > 0 && new_impact / 2 >= old_impact);
}

static void add_row(struct ra_finding_delta *rows, uint32_t *count, const json_t *before,
	const json_t *after, char *text, bool *ok)
{
	*ok = *ok && text;
	rows[(*count)++] = (struct ra_finding_delta){before, after, text};
}

/* A failure for a finding that is new, more severe than it was, or twice as large. */
static void check_severity(
	struct ra_comparison *result, const struct ra_compare_options *options, const json_t *finding)
{
	if (options->fail_severity >= 0 && severity_of(finding) <= options->fail_severity) {
		char *text = finding_text(finding);

		ra_lines_add(&result->failures, &result->failure_count, text);
	}
}

static bool fill_rows(struct ra_comparison *result, const struct ra_compare_options *options,
	const struct entries *before, const struct entries *after)
{
	bool ok = true;

	result->new_findings = calloc(after->count + 1, sizeof(*result->new_findings));
	result->changed_findings = calloc(after->count + 1, sizeof(*result->changed_findings));
	result->resolved_findings = calloc(before->count + 1, sizeof(*result->resolved_findings));
	if (!result->new_findings || !result->changed_findings || !result->resolved_findings) {
		return false;
	}
	for (uint32_t i = 0; i < after->count; i++) {
		const struct entry *entry = &after->items[i];
		const struct entry *partner = entry->partner;

		if (!partner && is_known(options->known, entry)) {
			result->accepted_count++;
		} else if (!partner) {
			add_row(result->new_findings, &result->new_count, NULL, entry->finding,
				finding_text(entry->finding), &ok);
			check_severity(result, options, entry->finding);
		} else if (is_change(partner, entry, options->threshold)) {
			add_row(result->changed_findings, &result->changed_count, partner->finding,
				entry->finding, change_text(partner, entry), &ok);
			if (is_worse(partner, entry) && !is_known(options->known, entry)) {
				check_severity(result, options, entry->finding);
			}
		}
	}
	for (uint32_t i = 0; i < before->count; i++) {
		const struct entry *entry = &before->items[i];

		if (!entry->partner) {
			add_row(result->resolved_findings, &result->resolved_count, entry->finding, NULL,
				finding_text(entry->finding), &ok);
		}
	}
	if (result->unaccounted) {
		check_severity(result, options, result->unaccounted);
	}
	return ok;
}

bool ra_compare_findings(struct ra_comparison *comparison, const struct ra_compare_options *options)
{
	struct entries before = {0};
	struct entries after = {0};
	const bool ok = read_entries(comparison->baseline, &before) &&
					read_entries(comparison->target, &after) && match(&before, &after, true) &&
					match(&before, &after, false) &&
					fill_rows(comparison, options, &before, &after);

	entries_done(&before);
	entries_done(&after);
	return ok;
}
