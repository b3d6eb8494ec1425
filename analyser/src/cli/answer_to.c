/* See answer_to.h. */
#include "cli/answer_to.h"

#include "base/output.h"

bool ra_answer_to(const struct ra_question *question, ra_out_answer *answer, const char *path,
	struct ra_snapshot *snapshot, const char **about, struct ra_error *err)
{
	const char *const target = path ? path : "standard output";
	struct ra_output output;

	if (!ra_output_open(&output, path, err)) {
		*about = target;
		return false;
	}
	const bool answered = answer(question, &output, snapshot, err);
	const bool closed = ra_output_close(&output, err);

	*about = answered && !closed ? target : *about;
	return closed && answered;
}
