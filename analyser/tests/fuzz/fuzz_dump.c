/* Fuzz target "dump": any bytes as a file, through everything that inspect does: header, map,
 * regions, address space, layout, allocator, both outputs. */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"
#include "report/inspect.h"
#include "report/out_inspect.h"

static void inspect(struct ra_dump *dump)
{
	static const struct ra_space_options options = {.no_files = true};
	static const struct ra_out_inspect_options everything = {0};
	struct ra_inspection *inspection = NULL;
	struct ra_output output = {.stream = fuzz_sink()};
	json_t *json;

	if (!ra_inspection_make(dump, &options, &inspection, NULL)) {
		return;
	}
	ra_out_inspect_text(&output, inspection, &everything);
	ra_out_memory_text(&output, inspection, dump->eg_address, 64);
	json = ra_inspection_json(inspection, &everything);
	ra_output_json(&output, json, true);
	json_decref(json);
	ra_inspection_free(inspection);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	for (int salvage = 0; salvage <= 1; salvage++) {
		const struct ra_dump_options options = {.salvage = salvage};
		struct ra_dump *dump = NULL;

		if (ra_dump_parse(bytes, length, &options, &dump, NULL)) {
			inspect(dump);
			ra_dump_close(dump);
			break;
		}
	}
	return 0;
}
