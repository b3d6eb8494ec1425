/* Folded stacks, "a;b;c 123" per line: what flamegraph.pl, inferno and speedscope read. Bytes add up to the heap that
 * was analysed. Lines stand in the order in which the dominator tree is gone through. */
#include "base/stream.h"
#include "export/formats.h"
#include "export/stacks.h"

#include <stdlib.h>

static void write_stack(struct ra_stream *stream, const struct ra_stacks *stacks, uint32_t stack)
{
	uint32_t way[RA_MAX_STACK_DEPTH + 1];
	uint32_t depth = 0;

	for (uint32_t at = stack; at != 0; at = stacks->items[at].parent) {
		way[depth++] = stacks->items[at].label;
	}
	for (uint32_t i = depth; i-- > 0;) {
		ra_stream_text(stream, stacks->labels[way[i]]);
		ra_stream_char(stream, i > 0 ? ';' : ' ');
	}
	if (depth == 0) {
		ra_stream_text(stream, "(PHP roots) ");
	}
	ra_stream_number(stream, stacks->items[stack].bytes);
	ra_stream_char(stream, '\n');
}

bool ra_export_folded(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	struct ra_stream *const stream = calloc(1, sizeof(*stream));
	struct ra_stacks stacks;

	if (!stream) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
	}
	stream->output = output;
	if (!ra_stacks_make(snapshot, options, &stacks, err)) {
		free(stream);
		return false;
	}
	for (uint32_t i = 0; i < stacks.count; i++) {
		if (stacks.items[i].bytes > 0) {
			write_stack(stream, &stacks, i);
		}
	}
	ra_stream_flush(stream);
	ra_stacks_done(&stacks);
	free(stream);
	return true;
}
