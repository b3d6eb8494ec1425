/* Two reports -> what changed. Both sides are JSON reports: saved ones, or made from a dump in
 * memory, so that a dump and a saved report can be compared. The result is plain data; the
 * out_compare files only write it down. docs/findings.md has the rules. */
#ifndef RA_COMPARE_H
#define RA_COMPARE_H

#include <jansson.h>

#include "base/error.h"
#include "report/holder_series.h"
#include "walk/snapshot.h"

struct ra_side { /* one of the two inputs */
	const char *path;
	json_t *report;               /* {meta, findings, tables} */
	struct ra_snapshot *snapshot; /* kept open only when asked for; NULL for a saved report */
};

/* Opens a dump (runs the report) or reads a saved report. */
bool ra_side_open(const char *path, const struct ra_snapshot_options *options, bool keep_snapshot,
	struct ra_side *side, struct ra_error *err);
void ra_side_close(struct ra_side *side);

/* Opens both inputs, at the same time where there are two threads and memory for both. *about becomes the path that the
 * error is about. */
bool ra_sides_open(char *const paths[2], const struct ra_snapshot_options *options,
	bool keep_snapshots, struct ra_side *sides[2], const char **about, struct ra_error *err);

struct ra_metric_delta {
	const char *name;  /* "memory_get_usage" */
	const char *label; /* "memory_get_usage()" */
	bool is_percentage;
	double baseline;
	double target;
	double delta;
	bool has_percent;
	double percent; /* one decimal */
};

struct ra_count_delta { /* of a type or a class */
	const char *name;   /* points into a side */
	char *short_name;   /* cut to its column; types without the suffix */
	bool in_baseline;
	bool in_target;
	int64_t baseline_count;
	int64_t target_count;
	int64_t baseline_bytes;
	int64_t target_bytes;
};

struct ra_finding_delta {
	const json_t *baseline; /* NULL: new */
	const json_t *target;   /* NULL: resolved */
	char *text;             /* the line of the text report, without mark and indentation */
};

struct ra_bin_delta {
	int64_t number;
	int64_t slot_bytes;
	int64_t baseline_count;
	int64_t target_count;
	int64_t baseline_bytes;
	int64_t target_bytes;
};

struct ra_region_delta {
	const char *kind;    /* points into a side, as address does */
	const char *address; /* "0x7f..." */
	int64_t baseline_bytes;
	int64_t target_bytes;
	const char *change; /* "added", "grown", "shrunk", "removed" */
};

struct ra_comparison {
	const struct ra_side *baseline;
	const struct ra_side *target;
	char **warnings;
	uint32_t warning_count;
	struct ra_holder_series_set holders;   /* of baseline and target */
	const struct ra_holder_series **grown; /* of those, the largest growth first */
	uint32_t grown_count;
	struct ra_metric_delta *metrics;
	uint32_t metric_count;
	struct ra_count_delta *types; /* changed, largest change first */
	uint32_t type_count;
	struct ra_count_delta *packages; /* changed, largest change first */
	uint32_t package_count;
	struct ra_count_delta *classes; /* changed, then added, then removed; each in its order */
	uint32_t changed_class_count;
	uint32_t added_class_count;
	uint32_t removed_class_count;
	struct ra_finding_delta *new_findings;
	uint32_t new_count;
	struct ra_finding_delta *resolved_findings;
	uint32_t resolved_count;
	struct ra_finding_delta *changed_findings;
	uint32_t changed_count;
	uint32_t accepted_count; /* new ones that the list of known findings holds: left out */
	struct ra_bin_delta *bins;
	uint32_t bin_count;
	struct ra_region_delta *regions;
	uint32_t region_count;
	bool same_process;   /* process ids agree: addresses can be compared */
	json_t *unaccounted; /* the finding unaccounted_heap_delta, or NULL */
	char **failures;     /* what --fail-on objects to */
	uint32_t failure_count;
};

struct ra_compare_options {
	double threshold;    /* percent */
	const json_t *known; /* findings to accept; NULL: none */
	int fail_severity;   /* enum ra_severity, or -1 */
	double fail_growth;  /* percent of memory_get_usage(); negative: not asked for */
};

/* Both sides must outlive the comparison. *out is owned by the caller. */
bool ra_compare(const struct ra_side *baseline, const struct ra_side *target,
	const struct ra_compare_options *options, struct ra_comparison **out, struct ra_error *err);
void ra_comparison_free(struct ra_comparison *comparison); /* NULL is allowed */

#endif
