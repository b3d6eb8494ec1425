/* The dumps and crash reports of a folder: what their headers and notes say, without a walk. */
#ifndef RA_DUMP_LIST_H
#define RA_DUMP_LIST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/error.h"
#include "base/output.h"

struct ra_dump_entry {
	char *name;          /* of the file, as it is */
	uint64_t size_bytes; /* as ls -l shows it */
	uint64_t disk_bytes;
	time_t modified;
	bool readable; /* a dump; the rest is told of those only */
	bool whole;
	bool marked;    /* "<name>.done" stands beside it */
	bool at_limit;  /* an automatic dump, or a report of an exhausted limit */
	bool is_report; /* a crash report that no dump of the folder belongs to */
	int64_t pid;
	uint64_t captured_ns; /* 0: not told */
	char *sapi;           /* clean texts; NULL: not told */
	char *script;
	char *report;  /* name of the crash report that belongs to the dump; NULL: none */
	char *no_dump; /* of a report: why there is no dump; NULL: not told */
};

struct ra_dump_list {
	struct ra_dump_entry *items; /* the oldest first */
	uint32_t count;
	uint32_t file_count; /* named *.rdump; the rest are reports */
	uint32_t dump_count; /* of these files */
	bool paused;         /* a file .rdump-pause holds automatic dumps back */
	uint64_t disk_bytes;
	uint64_t size_bytes;
};

/* Regular files named *.rdump, and crash reports named *.json. *out is to be ended by ra_dump_list_done() in any case. */
bool ra_dump_list_read(const char *folder, struct ra_dump_list *out, struct ra_error *err);
void ra_dump_list_done(struct ra_dump_list *list);

void ra_out_dump_list_text(struct ra_output *output, const struct ra_dump_list *list);
json_t *ra_dump_list_json(const struct ra_dump_list *list);

struct ra_prune_rules {
	bool has_keep;
	uint64_t keep; /* the newest */
	bool has_total;
	uint64_t max_total_bytes; /* as ls -l shows them */
	bool has_age;
	uint64_t older_than_days;
	bool dry; /* only say what would go */
};

/* Removes dumps, the oldest first, with their markers and indexes, until the rules hold; under the lock that the extension's workers
 * use in the folder. What is no dump is left alone. Names of what went are printed. */
bool ra_dump_list_prune(struct ra_output *output, const char *folder,
	const struct ra_prune_rules *rules, uint32_t *removed, struct ra_error *err);

#endif
