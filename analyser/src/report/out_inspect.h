/* An inspection, or a piece of the dumped memory, as characters. Nothing is computed here. */
#ifndef RA_OUT_INSPECT_H
#define RA_OUT_INSPECT_H

#include "base/output.h"
#include "report/inspect.h"

struct ra_out_inspect_options {
	bool no_map;
	bool no_regions;
};

void ra_out_inspect_text(struct ra_output *output, const struct ra_inspection *inspection,
	const struct ra_out_inspect_options *options);
/* New reference; NULL: no memory. */
json_t *ra_inspection_json(
	const struct ra_inspection *inspection, const struct ra_out_inspect_options *options);

/* Hex dump of `length` bytes at `at`, with what lies there: mapping, region, block of the heap. */
void ra_out_memory_text(
	struct ra_output *output, const struct ra_inspection *inspection, ra_addr at, uint64_t length);
json_t *ra_memory_json(const struct ra_inspection *inspection, ra_addr at, uint64_t length);

#endif
