/* Fuzz target "walk": any bytes as a file, through the whole pipeline: snapshot with measures,
 * findings, report, text, JSON and page. */
#include <stdlib.h>

#include "fuzz.h"
#include "report/out_html.h"
#include "report/out_report.h"
#include "walk/snapshot.h"

static void report(struct ra_snapshot *snapshot)
{
	struct ra_report *made = NULL;
	struct ra_outline *outline = NULL;
	struct ra_output output = {.stream = fuzz_sink()};
	json_t *json;

	if (!ra_report_make(snapshot, &made, NULL)) {
		return;
	}
	ra_out_text(&output, made);
	json = ra_report_json(made);
	ra_output_json(&output, json, false);
	json_decref(json);
	ra_outline_make(snapshot, &RA_HTML_LIMITS, &outline, NULL);
	ra_out_html(&output, &(struct ra_html_source){made, outline, true});
	ra_outline_free(outline);
	ra_report_free(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const struct ra_snapshot_options options = {
		.dump.salvage = true,
		.space.no_files = true,
		.measures = true,
		.quiet = true,
	};
	struct ra_snapshot *snapshot = NULL;

	if (ra_snapshot_parse(bytes, length, &options, &snapshot, NULL)) {
		report(snapshot);
		ra_snapshot_close(snapshot);
	}
	return 0;
}
