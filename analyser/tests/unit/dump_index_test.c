/* Tests of the index of a dump: the same answers as by a walk, out of date or somebody else's is not used, and whatever is
 * changed in it, no question does harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include "dump_builder.h"
#include "heap_builder.h"
#include "index_trial.h"
#include "query/indexed.h"
#include "walk/dump_index.h"

static const struct ra_snapshot_options usual = {.measures = true, .quiet = true};

static void answers_are_the_same(void **state)
{
	static const uint32_t versions[] = {70400, 80200, 80400};

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct index_trial trial;

		index_trial_init(&trial, versions[i]);

		char *const walked = index_trial_walked(&trial);
		char *const kept = index_trial_ask(&trial, trial.image, trial.length);

		assert_non_null(kept);
		assert_true(strlen(walked) > 2000);
		assert_non_null(strstr(trial.finding, "finding:"));
		assert_non_null(strstr(walked, trial.finding));
		assert_string_equal(walked, kept);
		free(walked);
		free(kept);
		index_trial_done(&trial);
	}
}

static void what_is_not_whole_is_refused(void **state)
{
	struct index_trial trial;

	(void)state;
	index_trial_init(&trial, 80200);
	for (size_t length = 0; length < trial.length; length += 97) {
		assert_null(index_trial_ask(&trial, trial.image, length));
	}
	trial.key.seconds++;
	assert_null(index_trial_ask(&trial, trial.image, trial.length));
	index_trial_done(&trial);
}

/* Each word of it in turn becomes another: refused, or answered without harm. */
static void no_word_does_harm(void **state)
{
	static const uint32_t values[] = {0, 1, 200, 0x7fffffff, UINT32_MAX};
	struct index_trial trial;
	unsigned refused = 0, taken = 0;

	(void)state;
	index_trial_init(&trial, 80200);
	for (size_t at = 0, step = 0; at + 4 <= trial.length; at += 4 * (1 + step++ % 7)) {
		char *const word = trial.image + at;
		char before[4];

		memcpy(before, word, 4);
		memcpy(word, &values[step % (sizeof(values) / sizeof(values[0]))], 4);

		char *const answers = index_trial_ask(&trial, trial.image, trial.length);

		answers ? taken++ : refused++;
		free(answers);
		memcpy(word, before, 4);
	}
	assert_true(refused > 100 && taken > 100);
	index_trial_done(&trial);
}

/* As slow as it is plain. */
static bool all_lead_to_the_top(const struct ra_graph *graph)
{
	for (ra_node node = 0; node < graph->node_count; node++) {
		ra_node at = node;

		for (uint32_t steps = 0; at != RA_NO_NODE; at = ra_node_tree_parent(graph, at)) {
			if (steps++ > graph->node_count) {
				return false;
			}
		}
	}
	return true;
}

/* Nodes hang on whatever nodes: refused where that makes a circle, and only there. */
static void a_tree_has_a_top(void **state)
{
	struct index_trial trial;
	struct ra_graph *graph;
	struct ra_measures *measures;
	struct ra_tables tables;
	uint64_t live_bytes;
	const char *why;
	unsigned refused = 0, taken = 0;

	(void)state;
	index_trial_init(&trial, 80200);

	struct ra_image image = {aligned_alloc(64, (trial.length + 63) / 64 * 64), trial.length};

	memcpy(image.bytes, trial.image, trial.length);
	assert_true(ra_image_open(&image, &trial.key, &graph, &measures, &tables, &live_bytes, &why));
	srand(1);
	for (unsigned round = 0; round < 4000; round++) {
		struct ra_graph *again;
		struct ra_measures *its_measures;
		const ra_node node = 1 + (ra_node)rand() % (graph->node_count - 1);
		const uint32_t before = graph->tree_edge[node];

		graph->tree_edge[node] = (uint32_t)rand() % graph->edge_count;

		const bool good = all_lead_to_the_top(graph);

		assert_int_equal(good,
			ra_image_open(&image, &trial.key, &again, &its_measures, &tables, &live_bytes, &why));
		if (good) { /* and it stays so for the next rounds */
			ra_measures_free(its_measures);
			ra_graph_free(again);
			taken++;
		} else {
			graph->tree_edge[node] = before;
			refused++;
		}
	}
	assert_true(taken > 1000 && refused > 50);
	ra_measures_free(measures);
	ra_graph_free(graph);
	free(image.bytes);
	index_trial_done(&trial);
}

struct place {
	char folder[64];
	char dump[96];
	char *index;
};

static void write_sample(const struct place *place)
{
	struct heap_builder *const heap = heap_sample(80200, false);
	size_t length;
	uint8_t *const bytes = heap_bytes(heap, &length);

	write_test_file(place->folder, "a.rdump", bytes, length);
	free(bytes);
	heap_free(heap);
}

/* A dump in a folder of its own, with an index. */
static void make_place(struct place *place)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};

	snprintf(place->folder, sizeof(place->folder), "/tmp/rdump-index-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->dump, sizeof(place->dump), "%s/a.rdump", place->folder);
	write_sample(place);
	place->index = ra_index_path(place->dump);
	assert_true(ra_snapshot_open(place->dump, &usual, &snapshot, &err));
	assert_true(ra_indexed_make(place->index, place->dump, &usual, snapshot, &err));
	ra_snapshot_close(snapshot);
}

static void remove_place(struct place *place)
{
	unlink(place->index);
	unlink(place->dump);
	assert_int_equal(rmdir(place->folder), 0);
	free(place->index);
}

static bool is_used(const struct place *place, const struct ra_snapshot_options *options)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};

	assert_true(ra_indexed_open(place->dump, options, &snapshot, &err));

	const bool used = snapshot->index != NULL;

	assert_true(snapshot->graph->node_count > 10 && snapshot->measures != NULL);
	ra_snapshot_close(snapshot);
	return used;
}

static void it_is_of_one_state_of_the_dump(void **state)
{
	struct place place;
	struct stat status;

	(void)state;
	make_place(&place);
	assert_int_equal(stat(place.index, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_true(is_used(&place, &usual));
	/* another file of that name, or another time: walked, and the index is made anew */
	assert_int_equal(unlink(place.dump), 0);
	write_sample(&place);
	assert_false(is_used(&place, &usual));
	assert_true(is_used(&place, &usual));
	assert_int_equal(
		utimensat(AT_FDCWD, place.dump, (const struct timespec[]){{7, 7}, {7, 7}}, 0), 0);
	assert_false(is_used(&place, &usual));
	assert_true(is_used(&place, &usual));
	/* without an index nobody makes one */
	assert_int_equal(unlink(place.index), 0);
	assert_false(is_used(&place, &usual));
	assert_int_not_equal(access(place.index, F_OK), 0);
	remove_place(&place);
}

static void options_that_change_the_graph_go_without(void **state)
{
	struct ra_snapshot_options options = usual;
	struct place place;

	(void)state;
	make_place(&place);
	options.space.no_files = true;
	assert_false(is_used(&place, &options));
	options = usual;
	options.dump.salvage = true;
	assert_false(is_used(&place, &options));
	assert_true(is_used(&place, &usual));
	remove_place(&place);
}

static void what_others_can_write_is_not_used(void **state)
{
	struct place place;
	char other[96];

	(void)state;
	make_place(&place);
	assert_int_equal(chmod(place.index, 0620), 0);
	assert_false(is_used(&place, &usual));
	assert_int_equal(chmod(place.index, 0600), 0);
	assert_true(is_used(&place, &usual));
	snprintf(other, sizeof(other), "%s/other", place.folder);
	assert_int_equal(rename(place.index, other), 0);
	assert_int_equal(symlink(other, place.index), 0);
	assert_false(is_used(&place, &usual));
	unlink(other);
	remove_place(&place);
}

/* Who may write to the folder of the dump must not choose what an index takes the place of. */
static void what_stands_there_is_left_alone(void **state)
{
	struct ra_snapshot *snapshot = NULL;
	struct place place;
	char other[96];
	struct stat status;

	(void)state;
	make_place(&place);
	snprintf(other, sizeof(other), "%s/other", place.folder);
	write_test_file(place.folder, "other", (const uint8_t *)"secret", 6);
	assert_int_equal(unlink(place.index), 0);
	assert_true(ra_snapshot_open(place.dump, &usual, &snapshot, &(struct ra_error){0}));
	for (int fifo = 0; fifo < 2; fifo++) {
		struct ra_error err = {0};

		assert_int_equal(fifo ? mkfifo(place.index, 0600) : symlink(other, place.index), 0);
		assert_false(ra_indexed_make(place.index, place.dump, &usual, snapshot, &err));
		assert_non_null(strstr(err.message, fifo ? "no regular file" : "a symbolic link"));
		assert_int_equal(stat(other, &status), 0);
		assert_int_equal(status.st_size, 6);
		assert_int_equal(unlink(place.index), 0);
	}
	ra_snapshot_close(snapshot);
	unlink(other);
	remove_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_the_same),
		cmocka_unit_test(what_is_not_whole_is_refused),
		cmocka_unit_test(no_word_does_harm),
		cmocka_unit_test(a_tree_has_a_top),
		cmocka_unit_test(it_is_of_one_state_of_the_dump),
		cmocka_unit_test(options_that_change_the_graph_go_without),
		cmocka_unit_test(what_others_can_write_is_not_used),
		cmocka_unit_test(what_stands_there_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
