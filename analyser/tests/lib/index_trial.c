/* See index_trial.h. */
#include "index_trial.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "graph/tally.h"
#include "heap_builder.h"
#include "query/make_tables.h"
#include "report/out_query.h"

void index_trial_init(struct index_trial *trial, uint32_t version)
{
	const struct ra_snapshot_options options = {
		.measures = true, .quiet = true, .space.no_files = true};
	struct heap_builder *const heap = heap_sample(version, false);
	struct ra_tables *tables = NULL;
	size_t length;
	FILE *stream;

	*trial = (struct index_trial){.key = {.size_bytes = 1, .seconds = 2, .inode = 3}};
	trial->dump = heap_bytes(heap, &length);
	heap_free(heap);
	stream = open_memstream(&trial->image, &trial->length);
	if (!ra_snapshot_parse(trial->dump, length, &options, &trial->snapshot, NULL) || !stream ||
		!ra_tables_make(trial->snapshot, &tables, NULL) ||
		!ra_image_write(stream, &trial->key, trial->snapshot->graph, trial->snapshot->measures,
			tables, trial->snapshot->tally->live_bytes) ||
		fclose(stream) != 0) {
		abort();
	}
	for (uint32_t i = 0; i < tables->finding_count && !trial->finding[0]; i++) {
		if (tables->findings[i].evidence_count > 0) {
			snprintf(trial->finding, sizeof(trial->finding), "finding:%016" PRIx64,
				tables->findings[i].signature);
		}
	}
	ra_tables_free(tables);
}

void index_trial_done(struct index_trial *trial)
{
	ra_snapshot_close(trial->snapshot);
	free(trial->dump);
	free(trial->image);
}

/* With their contents: of others an index knows no signatures. */
static void ask_for_finding(
	struct ra_snapshot *snapshot, const char *what, struct ra_output *output)
{
	for (int form = 0; form < 4; form++) {
		const struct ra_question question = {.what = what, .json = form % 2, .limit = 5};

		(form < 2 ? ra_out_holders : ra_out_show)(&question, output, snapshot, NULL);
	}
}

static char *ask_all(struct ra_snapshot *snapshot, const char *finding)
{
	static const struct {
		ra_out_answer *answer;
		struct ra_question question;
	} questions[] = {
		{ra_out_show, {.what = "$items", .limit = 5}},
		{ra_out_show, {.what = "#20", .limit = 5}},
		{ra_out_show, {.what = "$items[*]", .limit = 5}},
		{ra_out_holders, {.what = "class:App\\Item", .limit = 5}},
		{ra_out_holders, {.what = "$items[3]", .limit = 5}},
		{ra_out_instances, {.what = "App\\Item", .limit = 5, .sort = "retained", .shown = "p0,p1"}},
		{ra_out_instances, {.what = "App\\Item", .limit = 5, .sort = "own", .group_by = "holder"}},
		{ra_out_strings, {.limit = 5, .sort = "count"}},
		{ra_out_tree, {.depth = 6, .limit = 4}},
		{ra_out_tree, {.what = "$items", .depth = 3}},
		{ra_out_show, {.what = "$items[0]->p0", .limit = 5}},
		{ra_out_show, {.what = "$nothing", .limit = 5}},
		{ra_out_holders, {.what = "class:App\\Item"}},
		{ra_out_holders, {.what = "$items[*]", .limit = 5}},
		{ra_out_holders, {.what = "#20"}},
		{ra_out_instances, {.what = "App\\Item", .limit = 2, .offset = 3, .sort = "own"}},
		{ra_out_instances, {.what = "App\\Item", .sort = "id", .group_by = "site"}},
		{ra_out_instances, {.what = "App\\Item", .sort = "id", .where = "p0!=0"}},
		{ra_out_instances, {.what = "App\\Item", .sort = "id", .where = "p0=item 1"}},
		{ra_out_instances, {.what = "App\\Item", .sort = "own", .where = "p1=3"}},
		{ra_out_instances, {.what = "App\\Item", .sort = "own", .group_by = "p0"}},
		{ra_out_strings, {.sort = "retained"}},
		{ra_out_strings, {.limit = 2, .offset = 2, .sort = "retained"}},
		{ra_out_strings, {.limit = 2, .offset = 1, .sort = "count", .what = "[a-m]"}},
		{ra_out_strings, {.limit = 2, .sort = "retained", .what = "item"}},
		{ra_out_strings, {.offset = 1, .sort = "retained", .what = "em [1-3]$"}},
		{ra_out_strings, {.offset = 1000, .sort = "count"}},
		{ra_out_stack, {.limit = 5}},
	};
	char *text = NULL;
	size_t length;
	struct ra_output output;

	if (!ra_output_text_open(&output, &text, &length, NULL)) {
		abort();
	}
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		for (int form = 0; form < 4; form++) {
			struct ra_question question = questions[i].question;

			question.json = form % 2;
			snapshot->hide_contents = form >= 2;
			questions[i].answer(&question, &output, snapshot, NULL);
		}
	}
	snapshot->hide_contents = false;
	ask_for_finding(snapshot, finding, &output);
	ask_for_finding(snapshot, "finding:000000", &output);
	ra_output_text_close(&output, NULL);
	return text;
}

char *index_trial_walked(struct index_trial *trial)
{
	return ask_all(trial->snapshot, trial->finding);
}

char *index_trial_ask(struct index_trial *trial, const void *image, size_t length)
{
	/* at an address as a mapping has it, and exactly so long */
	struct ra_image copy = {aligned_alloc(64, (length + 63) / 64 * 64 + 64), length};
	struct ra_graph *const graph = trial->snapshot->graph;
	struct ra_measures *const measures = trial->snapshot->measures;
	struct ra_tables tables;
	uint64_t live_bytes;
	const char *why;
	char *answers = NULL;

	memcpy(copy.bytes, image, length);
	if (ra_image_open(&copy, &trial->key, &trial->snapshot->graph, &trial->snapshot->measures,
			&tables, &live_bytes, &why)) {
		trial->snapshot->tables = &tables;
		answers = ask_all(trial->snapshot, trial->finding);
		ra_measures_free(trial->snapshot->measures);
		ra_graph_free(trial->snapshot->graph);
	}
	trial->snapshot->tables = NULL;
	trial->snapshot->graph = graph;
	trial->snapshot->measures = measures;
	free(copy.bytes);
	return answers;
}
