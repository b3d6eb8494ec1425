/* A report as plain data: complete, sorted, cut, folded. What is printed is computed here or in the
 * passes; out_text.c and out_json.c only write it down. */
#ifndef RA_REPORT_H
#define RA_REPORT_H

#include <jansson.h>

#include "answer/packages.h"
#include "findings/findings.h"

#define RA_REPORT_SCHEMA 1
#define RA_ENTRY_ALSO    3u

struct ra_report_type {
	const char *name;       /* "ZendObjectMemoryLocation" */
	const char *short_name; /* "ZendObject" */
	uint64_t count;
	uint64_t content_bytes;
	double percentage; /* of all types, one decimal */
};

struct ra_report_class { /* classes of one name are one row here */
	char *name;
	char *short_name; /* cut to its column */
	uint64_t count;
	uint64_t bytes; /* objects and their exact state */
	uint64_t average_bytes;
	uint64_t state_bytes; /* of it, beyond the objects */
	double percentage;    /* of all objects, one decimal */
};

struct ra_report_bin {
	unsigned number;
	uint64_t slot_bytes;
	uint64_t count; /* live slots */
	uint64_t total_bytes;
};

struct ra_report_region {
	const char *kind; /* "chunk", "huge", "vm_stack", "compiler_arena" */
	uint64_t address;
	uint64_t total_bytes;
};

struct ra_report_array {
	uint64_t retained_bytes;
	uint64_t table_bytes;
	uint64_t element_count;
	char *path; /* " [sparse]" included */
	char *fold; /* what stands for further rows of the same pattern; NULL: none */
};

struct ra_report_string {
	uint64_t content_bytes;
	char *path;    /* cut to its column */
	char *preview; /* likewise */
	char *fold;
};

struct ra_report_blame {
	char *name;
	uint64_t exclusive_bytes;
	uint64_t shared_bytes;
	uint64_t total_bytes;
	double percentage;
};

struct ra_report_metric { /* of the summary; see the metrics of a comparison */
	const char *name;
	double value; /* percentages have one decimal, all others are whole numbers */
	bool whole;
};

struct ra_report_entry { /* one entry of the Findings section */
	const struct ra_finding *finding;
	uint32_t more; /* further findings of the same kind and severity at the same place or one that
					  differs only in an index */
	uint64_t more_bytes;                          /* their impact */
	const struct ra_finding *also[RA_ENTRY_ALSO]; /* other views of the same place */
	uint32_t also_count;
};

struct ra_answer; /* answer.h */

struct ra_report {
	struct ra_answer *answer; /* the first screen */
	json_t *meta;             /* object in output order */
	char *captured_at;        /* ISO 8601 in UTC; NULL: unknown */
	struct ra_findings findings;

	char **warnings; /* why the report is not whole: for the first page */
	uint32_t warning_count;
	char **overview_lines;
	uint32_t overview_line_count;

	struct ra_report_entry *entries;
	uint32_t entry_count;
	struct ra_report_metric *metrics;
	uint32_t metric_count;
	struct ra_report_type *types; /* all, most bytes first */
	uint32_t type_count;
	struct ra_report_class *classes; /* all, most bytes first; the text shows the first 20 */
	uint32_t class_count;
	struct ra_packages packages; /* whose code the memory is of */
	struct ra_report_array *arrays;
	uint32_t array_count;
	struct ra_report_string *strings;
	uint32_t string_count;
	struct ra_report_blame *blames;
	uint32_t blame_count;
	struct ra_report_bin *bins;
	uint32_t bin_count;
	struct ra_report_region *regions; /* by kind, then address */
	uint32_t region_count;
};

/* Runs the passes and fills the report, which keeps no pointer into the snapshot. *out is owned by
 * the caller. */
bool ra_report_make(struct ra_snapshot *snapshot, struct ra_report **out, struct ra_error *err);
void ra_report_free(struct ra_report *report); /* NULL is allowed */

/* True for kinds that the text report shows in a table or in the overview only. */
bool ra_kind_is_tabled(const char *kind);

#endif
