/* Fuzz target "sqlite": any bytes behind the first 16 of a SQLite file: its tables, and what is made of them. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "report/out_report.h"
#include "store/store.h"
#include "walk/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const uint8_t begin[16] = "SQLite format 3";
	const struct ra_snapshot_options options = {.measures = true, .quiet = true, .threads = 1};
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct ra_output output = {.stream = fuzz_sink()};
	uint8_t *const file = length < sizeof(begin) ? NULL : malloc(length);

	if (!file) {
		return 0;
	}
	memcpy(file, bytes, length);
	memcpy(file, begin, sizeof(begin));
	if (ra_store_parse(file, length, &options, &snapshot, NULL) &&
		ra_report_make(snapshot, &report, NULL)) {
		ra_out_text(&output, report);
	}
	ra_report_free(report);
	ra_snapshot_close(snapshot);
	free(file);
	return 0;
}
