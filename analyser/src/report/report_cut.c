/* See report_cut.h. */
#include "report/report_cut.h"

#include <stdlib.h>
#include <string.h>

#include "findings/finding_kind.h"
#include "report/report_parts.h"

bool ra_severity_of(const char *text, enum ra_severity *severity)
{
	for (enum ra_severity s = RA_HIGH; s <= RA_INFO; s++) {
		if (strcmp(ra_severity_name(s), text) == 0) {
			*severity = s;
			return true;
		}
	}
	return false;
}

static bool stays(const struct ra_finding *finding)
{
	const struct ra_finding_kind *const kind = ra_finding_kind(finding->kind);

	return kind && kind->flags & RA_KIND_HEAD;
}

static bool is_wanted(const struct ra_finding *finding, const struct ra_report_cut *cut)
{
	return stays(finding) || ((!cut->only || ra_finding_is(finding, cut->only)) &&
								 (cut->only || finding->severity <= cut->least_severity));
}

static void cut_findings(struct ra_findings *findings, const struct ra_report_cut *cut)
{
	uint64_t listed = 0;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->count; i++) {
		const bool head = stays(&findings->items[i]);
		const bool wanted =
			is_wanted(&findings->items[i], cut) && (head || cut->top == 0 || listed < cut->top);

		if (!wanted) {
			ra_finding_done(&findings->items[i]);
			continue;
		}
		listed += !head;
		if (kept != i) {
			findings->items[kept] = findings->items[i];
		}
		kept++;
	}
	findings->count = kept;
}

static void trim_types(struct ra_report *report, uint32_t count)
{
	report->type_count = count < report->type_count ? count : report->type_count;
}

static void trim_bins(struct ra_report *report, uint32_t count)
{
	report->bin_count = count < report->bin_count ? count : report->bin_count;
}

/* Cut to `top` rows, or away when it belongs to findings of other kinds. */
static void cut_tables(struct ra_report *report, const struct ra_report_cut *cut)
{
	static const struct {
		const char *kinds[2];
		void (*trim)(struct ra_report *report, uint32_t count);
	} tables[] = {
		{{"type_ranking", "dominant_type"}, trim_types},
		{{"class_ranking", "dominant_class"}, ra_report_trim_classes},
		{{"", ""}, ra_report_trim_packages},
		{{"large_array", "sparse_array"}, ra_report_trim_arrays},
		{{"large_string", ""}, ra_report_trim_strings},
		{{"root_blame", ""}, ra_report_trim_blames},
		{{"bin_histogram_entry", ""}, trim_bins},
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		const bool wanted = !cut->only || strcmp(tables[i].kinds[0], cut->only) == 0 ||
							strcmp(tables[i].kinds[1], cut->only) == 0;
		const uint64_t most = !wanted ? 0 : cut->top > 0 ? cut->top : UINT32_MAX;

		tables[i].trim(report, most < UINT32_MAX ? (uint32_t)most : UINT32_MAX);
	}
}

bool ra_report_cut(struct ra_report *report, const struct ra_report_cut *cut)
{
	if (cut->top == 0 && !cut->only && cut->least_severity == RA_INFO) {
		return true;
	}
	cut_findings(&report->findings, cut);
	cut_tables(report, cut);
	free(report->entries);
	report->entries = NULL;
	report->entry_count = 0;
	return ra_report_entries(report);
}
