/* Rows of a report that come from the facts of findings. Those whose paths differ in indices only
 * are folded into one. */
#include "report/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "findings/finding_kind.h"
#include "base/format.h"
#include "findings/finding_key.h"
#include "walk/snapshot.h"

enum {
	FOLD_FROM = 3,
	PATH_COLUMNS = 30,
	PREVIEW_COLUMNS = 40
};

struct fold { /* rows of one path pattern */
	char *pattern;
	uint32_t rows;
	uint64_t bytes;
};

struct folds {
	struct fold *items;
	uint32_t count;
};

bool ra_kind_is_tabled(const char *name)
{
	const struct ra_finding_kind *const kind = ra_finding_kind(name);

	return kind && kind->flags & RA_KIND_TABLED;
}

static void folds_done(struct folds *folds)
{
	for (uint32_t i = 0; i < folds->count; i++) {
		free(folds->items[i].pattern);
	}
	free(folds->items);
}

/* The fold of a path; NULL: no memory. New ones are begun: there is room for `room` of them. */
static struct fold *fold_of(struct folds *folds, const char *path)
{
	char *pattern = ra_path_pattern(path);

	if (!pattern) {
		return NULL;
	}
	for (uint32_t i = 0; i < folds->count; i++) {
		if (strcmp(folds->items[i].pattern, pattern) == 0) {
			free(pattern);
			return &folds->items[i];
		}
	}
	folds->items[folds->count] = (struct fold){.pattern = pattern};
	return &folds->items[folds->count++];
}

/* How many rows each pattern of this kind has. */
static bool count_folds(const struct ra_findings *findings, const char *const *kinds,
	const char *bytes_fact, struct folds *folds)
{
	folds->items = ra_report_rows(findings->count, sizeof(*folds->items));
	if (!folds->items) {
		return false;
	}
	for (uint32_t i = 0; i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];

		for (const char *const *kind = kinds; *kind; kind++) {
			struct fold *fold = ra_finding_is(finding, *kind)
									? fold_of(folds, ra_fact_text_of(finding, "owner_path"))
									: NULL;

			if (fold) {
				fold->rows++;
				fold->bytes += ra_fact_int_of(finding, bytes_fact);
			}
		}
	}
	return true;
}

/* True when the row is to be shown; *note then says what it stands for, if it is more than itself.
 * A fold that has been shown has no rows left. */
static bool take_row(struct fold *fold, char **note)
{
	if (!fold) {
		return true;
	}
	if (fold->rows == 0) {
		return false;
	}
	if (fold->rows < FOLD_FROM || !strstr(fold->pattern, "[*]")) {
		return true;
	}
	*note = ra_text_printf("(+%u more at %s, ~%s each)", fold->rows - 1, fold->pattern,
		RA_SIZE(fold->bytes / fold->rows));
	fold->rows = 0;
	return true;
}

static bool says_of(const struct ra_findings *findings, const char *kind, uint64_t node)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		if (ra_finding_is(&findings->items[i], kind) &&
			ra_fact_int_of(&findings->items[i], "node_id") == node) {
			return true;
		}
	}
	return false;
}

static int compare_array_rows(const void *a, const void *b)
{
	const struct ra_report_array *left = a;
	const struct ra_report_array *right = b;

	if (left->retained_bytes != right->retained_bytes) {
		return left->retained_bytes > right->retained_bytes ? -1 : 1;
	}
	return strcmp(left->path, right->path);
}

bool ra_report_arrays(struct ra_report *report)
{
	static const char *const kinds[] = {"large_array", "sparse_array", NULL};
	const struct ra_findings *findings = &report->findings;
	struct folds folds = {0};
	bool ok = count_folds(findings, kinds, "table_size", &folds);

	report->arrays = ra_report_rows(findings->count, sizeof(*report->arrays));
	ok = ok && report->arrays;
	for (uint32_t i = 0; ok && i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];
		const bool sparse = ra_finding_is(finding, "sparse_array");
		const uint64_t node = ra_fact_int_of(finding, "node_id");
		const char *path = ra_fact_text_of(finding, "owner_path");
		char *note = NULL;

		if ((!sparse && !ra_finding_is(finding, "large_array")) ||
			(sparse && says_of(findings, "large_array", node)) ||
			!take_row(fold_of(&folds, path), &note)) {
			continue;
		}
		struct ra_report_array *row = &report->arrays[report->array_count++];

		row->table_bytes = ra_fact_int_of(finding, "table_size");
		row->retained_bytes = sparse ? row->table_bytes : ra_fact_int_of(finding, "retained_size");
		row->element_count = ra_fact_int_of(finding, "element_count");
		row->path = ra_text_printf("%s%s", *path ? path : "(root)",
			sparse || says_of(findings, "sparse_array", node) ? " [sparse]" : "");
		row->fold = note;
		ok = row->path;
	}
	folds_done(&folds);
	if (ok) {
		qsort(report->arrays, report->array_count, sizeof(*report->arrays), compare_array_rows);
	}
	return ok;
}

bool ra_report_strings(struct ra_report *report)
{
	static const char *const kinds[] = {"large_string", NULL};
	const struct ra_findings *findings = &report->findings;
	struct folds folds = {0};
	bool ok = count_folds(findings, kinds, "size", &folds);

	report->strings = ra_report_rows(findings->count, sizeof(*report->strings));
	ok = ok && report->strings;
	for (uint32_t i = 0; ok && i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];
		const char *path = ra_fact_text_of(finding, "owner_path");
		const char *preview = ra_fact_text_of(finding, "preview");
		char *note = NULL;

		if (!ra_finding_is(finding, "large_string") || !take_row(fold_of(&folds, path), &note)) {
			continue;
		}
		struct ra_report_string *row = &report->strings[report->string_count++];

		row->content_bytes = ra_fact_int_of(finding, "size");
		row->path = ra_text_cut(*path ? path : "(root)", PATH_COLUMNS, RA_CUT_BEGIN);
		row->preview = ra_text_cut(*preview ? preview : "(binary)", PREVIEW_COLUMNS, RA_CUT_END);
		row->fold = note;
		ok = row->path && row->preview;
	}
	folds_done(&folds);
	return ok;
}

bool ra_report_blames(struct ra_report *report)
{
	const struct ra_findings *findings = &report->findings;

	report->blames = ra_report_rows(findings->count, sizeof(*report->blames));
	if (!report->blames) {
		return false;
	}
	for (uint32_t i = 0; i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];

		if (ra_finding_is(finding, "root_blame")) {
			struct ra_report_blame *row = &report->blames[report->blame_count++];

			*row = (struct ra_report_blame){strdup(ra_fact_text_of(finding, "root_name")),
				ra_fact_int_of(finding, "exclusive_bytes"), ra_fact_int_of(finding, "shared_bytes"),
				ra_fact_int_of(finding, "total_bytes"),
				json_number_value(json_object_get(finding->facts, "percentage"))};
			if (!row->name) {
				return false;
			}
		}
	}
	return true;
}

/* The path that says where a finding is, without indices and lines; NULL: it has none. */
static char *subject_pattern(const struct ra_finding *finding)
{
	const char *path = ra_fact_text_of(finding, "owner_path");

	path = *path ? path : ra_fact_text_of(finding, "path");
	return *path ? ra_path_pattern(path) : NULL;
}

/* The entry that says the same of the same place: kind and severity, and a path that differs in
 * indices only. NULL: none. */
static struct ra_report_entry *same_entry(
	const struct ra_report *report, const struct ra_finding *finding)
{
	char *pattern = subject_pattern(finding);

	for (uint32_t i = 0; pattern && i < report->entry_count; i++) {
		struct ra_report_entry *entry = &report->entries[i];
		char *other = entry->finding->severity == finding->severity &&
							  ra_finding_is(entry->finding, finding->kind)
						  ? subject_pattern(entry->finding)
						  : NULL;
		const bool same = other && strcmp(other, pattern) == 0;

		free(other);
		if (same) {
			free(pattern);
			return entry;
		}
	}
	free(pattern);
	return NULL;
}

/* The place that a finding is of, as it is printed; "": of no single place. */
static const char *place_of(const struct ra_finding *finding)
{
	static const struct {
		const char *kind;
		const char *fact;
	} places[] = {
		{"bottleneck_path", "summary_path"},
		{"choke_point", "path"},
		{"known_keeper", "path"},
		{"growing_container", "owner_path"},
		{"duplicate_arrays", "owner_path"},
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (ra_finding_is(finding, places[i].kind)) {
			return ra_fact_text_of(finding, places[i].fact);
		}
	}
	return "";
}

/* "App\Map::$byId", once, is the same place as "$app->map->byId" when the bytes are the same. */
static bool is_property_at(const struct ra_finding *finding, const struct ra_finding *place)
{
	const char *const path = place_of(place);
	const char *const name = ra_fact_text_of(finding, "property_name");
	const size_t length = strlen(path);
	const size_t tail = strlen(name);

	return ra_finding_is(finding, "expensive_property") && tail > 0 && length > tail + 2 &&
		   finding->impact_bytes == place->impact_bytes &&
		   strcmp(path + length - tail, name) == 0 &&
		   (strncmp(path + length - tail - 2, "->", 2) == 0 ||
			   strncmp(path + length - tail - 3, "::$", 3) == 0);
}

static bool is_same_place(const struct ra_finding *a, const struct ra_finding *b)
{
	const char *const place = place_of(a);

	return (*place && strcmp(place, place_of(b)) == 0) || is_property_at(a, b) ||
		   is_property_at(b, a);
}

/* The entry of which this is another view. NULL: none. */
static struct ra_report_entry *same_place(
	const struct ra_report *report, const struct ra_finding *finding)
{
	for (uint32_t i = 0; i < report->entry_count; i++) {
		struct ra_report_entry *const entry = &report->entries[i];

		if (entry->also_count < RA_ENTRY_ALSO && is_same_place(entry->finding, finding)) {
			return entry;
		}
	}
	return NULL;
}

bool ra_report_entries(struct ra_report *report)
{
	report->entries = ra_report_rows(report->findings.count, sizeof(*report->entries));
	if (!report->entries) {
		return false;
	}
	for (uint32_t i = 0; i < report->findings.count; i++) {
		const struct ra_finding *finding = &report->findings.items[i];

		if (finding->severity == RA_INFO || ra_kind_is_tabled(finding->kind)) {
			continue;
		}
		struct ra_report_entry *const view = same_place(report, finding);
		struct ra_report_entry *const same = view ? NULL : same_entry(report, finding);

		if (view) {
			view->also[view->also_count++] = finding;
		} else if (same) {
			same->more++;
			same->more_bytes += finding->impact_bytes;
		} else {
			report->entries[report->entry_count++] = (struct ra_report_entry){.finding = finding};
		}
	}
	return true;
}
