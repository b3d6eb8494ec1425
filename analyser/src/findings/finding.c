/* Findings as data. See finding.h. */
#include "findings/finding.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

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
	return reallocarray(items, count == 0 ? 1 : (size_t)count * 2, item_size);
}

static bool append_failed_pass(struct ra_findings *findings, const char *pass)
{
	const char **const names =
		with_room(findings->failed_passes, findings->failed_pass_count, sizeof(*names));

	if (!names) {
		return false;
	}
	findings->failed_passes = names;
	names[findings->failed_pass_count++] = pass;
	return true;
}

void ra_findings_drop_pass(struct ra_findings *findings, const char *pass, uint32_t before)
{
	truncate_findings(findings, before);
	if (append_failed_pass(findings, pass)) {
		findings->failed = false;
	}
}

static bool append_one(struct ra_findings *findings, struct ra_finding *finding)
{
	struct ra_finding *const items =
		with_room(findings->items, findings->count, sizeof(*findings->items));

	if (!items) {
		return false;
	}
	findings->items = items;
	items[findings->count++] = *finding;
	memset(finding, 0, sizeof(*finding));
	return true;
}

void ra_findings_append(struct ra_findings *findings, struct ra_findings *from)
{
	findings->failed = findings->failed || from->failed;
	for (uint32_t i = 0; i < from->count && !findings->failed; i++) {
		findings->failed = !append_one(findings, &from->items[i]);
	}
	for (uint32_t i = 0; i < from->failed_pass_count && !findings->failed; i++) {
		findings->failed = !append_failed_pass(findings, from->failed_passes[i]);
	}
	ra_findings_done(from);
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

const char *ra_finding_class(const struct ra_finding *finding)
{
	return finding->evidence_count == 0
			   ? json_string_value(json_object_get(finding->facts, "class_name"))
			   : NULL;
}

/* What the finding is about. Of a path the end: what holds the memory. Of others the first is the one that the summary speaks of. */
static char *subject_of(const struct ra_finding *finding)
{
	const char *const class_name = ra_finding_class(finding);

	if (finding->evidence_count == 0) {
		return class_name ? ra_text_printf("class:%s", class_name) : NULL;
	}
	return ra_text_printf("#%" PRIu32,
		finding->evidence[ra_finding_is(finding, "bottleneck_path") ? finding->evidence_count - 1
																	: 0]);
}

char *ra_finding_command(const struct ra_finding *finding)
{
	char *const subject = subject_of(finding);
	char *const word = subject ? ra_text_shell_word(subject) : NULL;
	char *const command = word ? ra_text_printf("rdump holders FILE %s", word) : NULL;

	free(subject);
	free(word);
	return command;
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
