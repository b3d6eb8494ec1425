/* Fuzz target "rmem": any bytes behind the first 16 of an .rmem file: sections, rows, what is made of them, and a report
 * and a saved graph of that again. */
#include <stdlib.h>
#include <string.h>

#include "export/export.h"
#include "fuzz.h"
#include "report/out_report.h"
#include "store/store.h"
#include "walk/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const uint8_t begin[12] = {'R', 'M', 'E', 'M', 1, 0, 0, 0, 1, 0, 0, 0};
	const struct ra_snapshot_options options = {.measures = true, .quiet = true, .threads = 1};
	const struct ra_export_options export_options = {0};
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct ra_output output = {.stream = fuzz_sink()};
	uint8_t *const file = length < sizeof(begin) ? NULL : malloc(length);

	if (!file) {
		return 0;
	}
	memcpy(file, bytes, length);
	memcpy(file, begin, sizeof(begin));
	if (ra_store_parse(file, length, &options, &snapshot, NULL)) {
		if (ra_report_make(snapshot, &report, NULL)) {
			ra_out_text(&output, report);
		}
		ra_output_format_find("rmem", RA_OF_GRAPHS)
			->write(snapshot, &export_options, &output, NULL);
	}
	ra_report_free(report);
	ra_snapshot_close(snapshot);
	free(file);
	return 0;
}
