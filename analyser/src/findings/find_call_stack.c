/* call_stack: what the process was doing. Suspended generators and fibers have stacks of their own;
 * only the running one is listed here. */
#include "passes.h"

#include <stdlib.h>

#include "../format.h"
#include "../note.h"
#include "../path.h"

void ra_find_call_stack(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	struct ra_buffer chain = {0};
	struct ra_buffer lines = {0};
	json_t *frames = json_array();
	uint32_t depth = 0;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		char *label =
			graph->frames[i].chain == 0 ? ra_frame_text(snapshot, &graph->frames[i]) : NULL;

		if (label) {
			ra_buffer_printf(&chain, "%s%s", depth == 0 ? "" : " -> ", label);
			ra_buffer_printf(&lines, "%s#%u %s", depth == 0 ? "" : "\n", depth, label);
			json_array_append_new(frames, ra_json_text(label));
			depth++;
		}
		free(label);
	}
	char *summary = ra_buffer_take(&chain);
	char *hypothesis = ra_buffer_take(&lines);

	if (!summary || !hypothesis || !frames) {
		findings->failed = true;
	} else if (depth > 0) {
		struct ra_finding *finding = ra_findings_add(
			findings, "call_stack", RA_INFO, RA_CONFIDENCE_HIGH, "Call stack: %s", summary);

		ra_fact_set(finding, "frames", json_incref(frames));
		ra_fact_int(finding, "depth", depth);
		ra_fact_text(finding, "header",
			snapshot->note && snapshot->note->reason == RA_NOTE_MEMORY_LIMIT
				? "Call Stack at memory_limit:"
				: "Call Stack at capture:");
		ra_finding_hypothesis(finding, "%s", hypothesis);
	}
	json_decref(frames);
	free(summary);
	free(hypothesis);
}
