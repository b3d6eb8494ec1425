/* See answer.h. */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "answer/holders.h"
#include "base/format.h"
#include "reader/heap_unused.h"
#include "walk/snapshot.h"

static void measure_returnable(const struct ra_snapshot *snapshot, struct ra_answer *answer)
{
	struct ra_heap_unused unused;

	if (snapshot->heap && snapshot->heap->found) {
		ra_heap_unused(snapshot->heap, &unused);
		answer->returnable_bytes = unused.returnable_bytes;
		answer->real_bytes = snapshot->heap->real_usage_bytes;
		answer->cached_bytes = (uint64_t)snapshot->heap->cached_chunk_count * RA_CHUNK_BYTES;
		answer->peak_bytes = snapshot->heap->peak_bytes;
	}
}

bool ra_answer_begin(
	const struct ra_snapshot *snapshot, struct ra_answer **out, struct ra_error *err)
{
	struct ra_answer *const answer = calloc(1, sizeof(*answer));

	if (!answer) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	measure_returnable(snapshot, answer);
	if (!ra_holders_make(snapshot, &answer->holders, err) || !ra_answer_known(answer, snapshot) ||
		!ra_answer_process(answer, snapshot) || !ra_answer_stack(answer, snapshot) ||
		!ra_answer_outside(answer, snapshot)) {
		ra_answer_free(answer);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	*out = answer;
	return true;
}

bool ra_answer_end(struct ra_answer *answer, const struct ra_snapshot *snapshot,
	const struct ra_findings *findings, struct ra_error *err)
{
	return (ra_answer_cause(answer, snapshot, findings) && ra_answer_actions(answer, snapshot)) ||
		   ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

bool ra_answer_make(const struct ra_snapshot *snapshot, const struct ra_findings *findings,
	struct ra_answer **out, struct ra_error *err)
{
	struct ra_answer *answer;

	if (!ra_answer_begin(snapshot, &answer, err)) {
		return false;
	}
	if (!ra_answer_end(answer, snapshot, findings, err)) {
		ra_answer_free(answer);
		return false;
	}
	*out = answer;
	return true;
}

void ra_answer_free(struct ra_answer *answer)
{
	if (!answer) {
		return;
	}
	free(answer->place_file);
	free(answer->growing);
	free(answer->script);
	free(answer->sapi);
	free(answer->host);
	free(answer->request);
	free(answer->php_version);
	free(answer->captured_at);
	for (uint32_t i = 0; i < answer->frame_count; i++) {
		free(answer->frames[i].call);
		free(answer->frames[i].file);
	}
	free(answer->frames);
	ra_lines_free(answer->remarks, answer->remark_count);
	ra_holders_done(&answer->holders);
	for (uint32_t i = 0; i < answer->outside.class_count; i++) {
		free(answer->outside.classes[i].name);
	}
	free(answer->outside.classes);
	for (uint32_t i = 0; i < answer->action_count; i++) {
		free(answer->actions[i].text);
		free(answer->actions[i].nodes);
		ra_lines_free(answer->actions[i].paths, answer->actions[i].path_count);
	}
	free(answer->actions);
	free(answer);
}
