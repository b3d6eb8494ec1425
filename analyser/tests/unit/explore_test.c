/* Tests of rdump explore without a terminal: what stands on the frame after keys, over a built process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "explore/screen.h"
#include "dump_builder.h"
#include "heap_builder.h"
#include "query/indexed.h"
#include "walk/dump_index.h"

#define MUCH_TEXT "\x1b[2J\r\xe2\x80\xae evil \xe6\xbc\xa2\xe5\xad\x97\xff\a"

struct tour { /* somebody who looks around */
	struct heap_builder *heap;
	uint8_t *bytes;
	struct ra_snapshot *snapshot;
	struct ra_explorer explorer;
	unsigned rows, columns;
	bool unicode;
	char *screen; /* as last drawn: lines that end with a line break */
};

/* The process of heap_sample(), with a string whose text would take over a terminal, and a list of 5,000. */
static struct heap_builder *process(void)
{
	struct heap_builder *const heap = heap_sample(80200, false);
	const ra_addr list = heap_array(heap, 8192);

	heap_global(heap, "evil", heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, MUCH_TEXT)));
	for (int i = 0; i < 5000; i++) {
		char text[16];

		snprintf(text, sizeof(text), "row %d", i);
		heap_add(
			heap, list, NULL, i, heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, text)));
	}
	heap_global(heap, "list", heap_counted(heap, RA_CONST_IS_ARRAY, list));
	return heap;
}

static struct tour *begin_with(unsigned columns, unsigned rows, size_t missing_bytes)
{
	const struct ra_snapshot_options options = {
		.measures = true, .quiet = true, .dump.salvage = true};
	struct tour *const tour = calloc(1, sizeof(*tour));
	struct ra_error err = {0};
	size_t length;

	assert_non_null(tour);
	tour->heap = process();
	tour->bytes = heap_bytes(tour->heap, &length);
	tour->columns = columns;
	tour->rows = rows;
	tour->unicode = true;
	assert_true(
		ra_snapshot_parse(tour->bytes, length - missing_bytes, &options, &tour->snapshot, &err));
	assert_true(ra_explorer_init(&tour->explorer, tour->snapshot, "test.rdump", &err));
	return tour;
}

static struct tour *begin(unsigned columns, unsigned rows)
{
	return begin_with(columns, rows, 0);
}

static void finish(struct tour *tour)
{
	ra_explorer_done(&tour->explorer);
	ra_snapshot_close(tour->snapshot);
	free(tour->bytes);
	heap_free(tour->heap);
	free(tour->screen);
	free(tour);
}

/* One line of the frame. Nothing runs into another column: what is covered is blank. */
static void add_line(struct ra_buffer *out, const struct ra_frame *frame, unsigned row)
{
	char(*const cells)[5] = calloc((size_t)frame->columns + 2, sizeof(*cells));
	unsigned end = 0;

	assert_non_null(cells);
	for (uint32_t i = 0; i < frame->count; i++) {
		const struct ra_piece *const piece = &frame->pieces[i];
		unsigned at = piece->column;

		for (const char *text = piece->text; piece->row == row && *text;) {
			char one[5] = {0};
			size_t length = 0;

			do {
				one[length] = text[length];
				length++;
			} while (((unsigned char)text[length] & 0xc0) == 0x80);
			assert_true(at + ra_text_columns(one) <= frame->columns);
			assert_true(cells[at][0] == '\0' || cells[at][0] == ' ');
			memcpy(cells[at], one, sizeof(one));
			cells[at + 1][0] = ra_text_columns(one) == 2 ? '\0' : cells[at + 1][0];
			at += (unsigned)ra_text_columns(one);
			text += length;
			end = at > end ? at : end;
		}
	}
	for (unsigned at = 0; at < end; at++) {
		/* the right half of a wide character has nothing of its own */
		ra_buffer_text(out, cells[at][0]                                    ? cells[at]
							: at > 0 && ra_text_columns(cells[at - 1]) == 2 ? ""
																			: " ");
	}
	ra_buffer_text(out, "\n");
	free(cells);
}

static void check_is_harmless(const struct ra_frame *frame)
{
	for (uint32_t i = 0; i < frame->count; i++) {
		for (const char *at = frame->pieces[i].text; *at; at++) {
			assert_true((unsigned char)*at >= 0x20 && *at != 0x7f);
			assert_true(frame->unicode || (unsigned char)*at < 0x80);
		}
		assert_null(strstr(frame->pieces[i].text, "\xe2\x80\xae"));
		assert_null(strstr(frame->pieces[i].text, "\xc2\x9b"));
	}
}

static const char *screen(struct tour *tour)
{
	struct ra_buffer text = {0};
	struct ra_frame frame;

	ra_frame_init(&frame, tour->rows, tour->columns, tour->unicode);
	ra_screen_draw(&tour->explorer, &frame);
	assert_false(frame.failed);
	check_is_harmless(&frame);
	for (unsigned row = 0; row < tour->rows; row++) {
		add_line(&text, &frame, row);
	}
	ra_frame_done(&frame);
	free(tour->screen);
	tour->screen = ra_buffer_take(&text);
	return tour->screen;
}

static void keys(struct tour *tour, const char *keys)
{
	for (; *keys; keys++) {
		const uint32_t key = *keys == '\n'   ? RA_KEY_ENTER
							 : *keys == '\b' ? RA_KEY_BACK
							 : *keys == '\t' ? RA_KEY_TAB
											 : (uint32_t)(unsigned char)*keys;

		ra_explorer_key(&tour->explorer, key);
		screen(tour);
	}
}

#define SEES(tour, text)                                                                           \
	do {                                                                                           \
		if (!strstr(screen(tour), (text))) {                                                       \
			fail_msg("'%s' is not on the screen:\n%s", (text), (tour)->screen);                    \
		}                                                                                          \
	} while (0)

static void the_first_screen_tells_who_holds_the_memory(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	SEES(tour, "[1 Holders] 2 Tree  3 Classes");
	SEES(tour, "Held by");
	SEES(tour, "$list");
	SEES(tour, "5,000 strings");
	SEES(tour, "q end  ? help  Enter open");
	finish(tour);
}

static void a_dump_that_was_cut_off_says_so(void **state)
{
	struct tour *const tour = begin_with(80, 24, 4000);

	(void)state;
	SEES(tour, "INCOMPLETE");
	SEES(tour, "of this dump are missing");
	keys(tour, "j2");
	SEES(tour, "INCOMPLETE");
	SEES(tour, "q end");
	finish(tour);
}

static void enter_opens_and_backspace_goes_back(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "\n");
	SEES(tour, "1/5,000");
	SEES(tour, "\"row ");
	SEES(tour, "Backspace back");
	keys(tour, "jj\n");
	SEES(tour, "It refers to no other value.");
	keys(tour, "\b");
	SEES(tour, "3/5,000"); /* where it was */
	keys(tour, "\b\b");
	SEES(tour, "first page of the view");
	keys(tour, "j");
	assert_null(strstr(screen(tour), "first page of the view"));
	finish(tour);
}

static void every_view_opens_and_remembers_its_place(void **state)
{
	static const char *const titles[] = {"Who holds the memory",
		"Tree: ", "Classes: ", "Packages: ", "Strings: ", "Findings: ", "Calls, "};
	struct tour *const tour = begin(80, 24);

	(void)state;
	for (unsigned view = 0; view < RA_VIEWS; view++) {
		const char key[] = {(char)('1' + view), '\0'};

		keys(tour, key);
		SEES(tour, titles[view]);
	}
	keys(tour, "3/app\\item\n\n");
	SEES(tour, "Objects of App\\Item");
	keys(tour, "jj\t");
	SEES(tour, "Packages: ");
	ra_explorer_key(&tour->explorer, RA_KEY_BACK_TAB);
	SEES(tour, "3/12");
	finish(tour);
}

/* With an index the views are those of a walk; the dump is walked for its findings alone. */
static void an_index_changes_no_view(void **state)
{
	const struct ra_snapshot_options usual = {.measures = true, .quiet = true};
	char folder[] = "/tmp/rdump-explore-XXXXXX", path[64];
	struct tour *const walked = begin(80, 24), *const indexed = begin(80, 24);
	struct ra_error err = {0};

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.rdump", folder);

	size_t length;
	uint8_t *const bytes = heap_bytes(walked->heap, &length);

	write_test_file(folder, "a.rdump", bytes, length);
	free(bytes);
	for (int i = 0; i < 2; i++) {
		struct tour *const tour = i ? indexed : walked;
		char *const index = ra_index_path(path);

		ra_explorer_done(&tour->explorer);
		ra_snapshot_close(tour->snapshot);
		assert_true(ra_indexed_open(path, &usual, &tour->snapshot, &err));
		assert_true(ra_explorer_init(&tour->explorer, tour->snapshot, path, &err));
		assert_true(i || ra_indexed_make(index, path, &usual, tour->snapshot, &err));
		free(index);
	}
	assert_null(walked->snapshot->tables);
	assert_non_null(indexed->snapshot->tables);
	for (unsigned view = 0; view < RA_VIEWS; view++) {
		const char key[] = {(char)('1' + view), '\0'};

		keys(walked, key);
		keys(indexed, key);

		char *const seen = strdup(screen(walked));

		assert_string_equal(seen, screen(indexed));
		free(seen);
		if (view + 3 < RA_VIEWS) {
			assert_null(indexed->explorer.facts.walked);
		}
	}
	assert_non_null(indexed->explorer.facts.walked);
	finish(walked);
	finish(indexed);

	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void search_goes_on_and_around(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "\n/row 4999\n");
	SEES(tour, "\"row 4999\"");
	keys(tour, "/row 12\n");
	const uint32_t first = ra_explorer_page(&tour->explorer)->cursor;

	keys(tour, "n");
	assert_int_not_equal(ra_explorer_page(&tour->explorer)->cursor, first);
	keys(tour, "N");
	assert_int_equal(ra_explorer_page(&tour->explorer)->cursor, first);
	keys(tour, "/ROW 12\n");
	SEES(tour, "no row has 'ROW 12'"); /* capital letters are meant */
	finish(tour);
}

static bool always(void *context)
{
	(void)context;
	return true;
}

static void a_key_stops_a_search(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	tour->explorer.key_waits = always;
	keys(tour, "\n/nowhere\n");
	SEES(tour, "stopped after 512 of 5,0");
	finish(tour);
}

static void rows_are_sorted_by_each_order_in_turn(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "3");
	SEES(tour, "by retained");
	keys(tour, "s");
	SEES(tour, "sorted by own");
	keys(tour, "ss");
	SEES(tour, "sorted by name");

	struct ra_page *const page = ra_explorer_page(&tour->explorer);
	struct ra_row one, other;

	ra_page_row(&tour->explorer.facts, page, 0, &one);
	ra_page_row(&tour->explorer.facts, page, 1, &other);
	assert_true(strcmp(one.name, other.name) < 0);
	ra_row_done(&one);
	ra_row_done(&other);
	keys(tour, "s");
	SEES(tour, "sorted by retained");
	keys(tour, "1s");
	SEES(tour, "one order");
	finish(tour);
}

static void path_and_holders_of_a_value(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "3:$items\np");
	SEES(tour, "Path to $items[");
	SEES(tour, "global variables");
	SEES(tour, "*items");
	keys(tour, "\bh");
	SEES(tour, "What refers to $items[");
	keys(tour, "\bP");
	SEES(tour, "Path to $items ");
	keys(tour, "\b\b/app\\item\n\nH");
	SEES(tour, "What refers to: Objects of App\\Item");
	SEES(tour, "$items[*]");
	keys(tour, "\b\bh");
	SEES(tour, "What refers to: Objects of App\\Item"); /* of all of a class */
	finish(tour);
}

static void alike_ones_are_one_row_that_opens(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "2\n\n");
	SEES(tour, "Tree: what goes with $list");
	SEES(tour, "5,000 like string");
	keys(tour, "\n");
	SEES(tour, "1/5,000");
	keys(tour, "\bh");
	SEES(tour, "$list[*]");
	keys(tour, "5/item 0\n");
	SEES(tour, "2  \"item 0\"");
	keys(tour, "\n");
	SEES(tour, "2 equal strings of 6 B");
	SEES(tour, "$items[1]->p0");
	finish(tour);
}

static void a_value_tells_its_plain_properties(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, ":$items[7]\n");
	SEES(tour, "with p1 = 7");
	SEES(tour, " p0 ");
	keys(tour, ":class:App\\Item\n");
	SEES(tour, "App\\Item {p0: 'item");
	finish(tour);
}

static void it_goes_to_what_is_named(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, ":$items\n");
	SEES(tour, "at   $items");
	keys(tour, ":class:App\\Item\n");
	SEES(tour, "1/12");
	keys(tour, ":#99999999\n");
	SEES(tour, "nothing in it is called #99999999");
	keys(tour, ":x\b\b"); /* Backspace on an empty line ends it */
	SEES(tour, "Enter open");
	finish(tour);
}

static void hostile_text_stays_text(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, ":$evil\n");
	SEES(tour, "\\x1b[2J\\r\\u{202e} evil \xe6\xbc\xa2\xe5\xad\x97");
	tour->unicode = false;
	SEES(tour, "\\x1b[2J\\r\\u{202e} evil ????");
	/* what is typed is foreign text, too */
	ra_explorer_key(&tour->explorer, '/');
	ra_explorer_key(&tour->explorer, 0x1b + 0x80);
	ra_explorer_key(&tour->explorer, 0x202e);
	ra_explorer_key(&tour->explorer, 0x1f600);
	screen(tour);
	for (int i = 0; i < 600; i++) {
		ra_explorer_key(&tour->explorer, 0x6f22);
	}
	screen(tour);
	ra_explorer_key(&tour->explorer, RA_KEY_ENTER);
	SEES(tour, "no row has");
	finish(tour);
}

static void every_size_is_drawn_within_its_bounds(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	for (unsigned view = 0; view < RA_VIEWS; view++) {
		keys(tour, (char[]){(char)('1' + view), '\n', '\0'});
		for (tour->columns = 1; tour->columns < 130; tour->columns += tour->columns < 30 ? 1 : 13) {
			for (tour->rows = 1; tour->rows < 40; tour->rows += tour->rows < 12 ? 1 : 9) {
				screen(tour);
			}
		}
		tour->columns = 40;
		tour->rows = 10;
		SEES(tour, "q end");
		tour->columns = 80;
		tour->rows = 24;
	}
	finish(tour);
}

static void the_history_is_bounded_and_ends_where_it_began(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "3");
	for (int i = 0; i < 3 * RA_MAX_PAGES; i++) {
		keys(tour, ":$items\n");
	}
	for (int i = 0; i < 3 * RA_MAX_PAGES; i++) {
		keys(tour, "\b");
	}
	SEES(tour, "Classes: ");
	finish(tour);
}

static void the_keys_of_less_move(void **state)
{
	struct tour *const tour = begin(80, 24);
	const struct ra_page *page;

	(void)state;
	keys(tour, "\ngG");
	page = ra_explorer_page(&tour->explorer);
	assert_int_equal(page->cursor, ra_page_length(page) - 1);
	keys(tour, "kb");
	const uint32_t low = page->cursor;

	assert_true(low < ra_page_length(page) - 3);
	keys(tour, " j");
	assert_true(page->cursor > low);
	keys(tour, "gk");
	assert_int_equal(page->cursor, 0);
	finish(tour);
}

/* The same on every machine. */
static uint32_t draw_lot(uint32_t *seed, uint32_t count)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % count;
}

static void any_keys_in_any_order_on_any_size(void **state)
{
	static const char known[] = "jjjjjkk  bbgG\n\n\n\n\n\b\b\b\bsphvtPHVT?1234567/n:N#q\t\x1b";
	struct tour *const tour = begin(80, 24);
	uint32_t seed = 4;

	(void)state;
	for (int i = 0; i < 1500; i++) {
		if (draw_lot(&seed, 40) == 0) {
			tour->columns = 1 + draw_lot(&seed, 160);
			tour->rows = 1 + draw_lot(&seed, 50);
			tour->unicode = draw_lot(&seed, 2) == 0;
		}
		keys(tour, (char[]){known[draw_lot(&seed, sizeof(known) - 1)], '\0'});
		tour->explorer.ended = false;
	}
	finish(tour);
}

static void help_is_a_page_and_q_ends(void **state)
{
	struct tour *const tour = begin(80, 24);

	(void)state;
	keys(tour, "??");
	SEES(tour, "Backspace, Left    back");
	keys(tour, "q");
	SEES(tour, "Who holds the memory");
	assert_false(tour->explorer.ended);
	ra_explorer_key(&tour->explorer, 'q');
	assert_true(tour->explorer.ended);
	finish(tour);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_screen_tells_who_holds_the_memory),
		cmocka_unit_test(a_dump_that_was_cut_off_says_so),
		cmocka_unit_test(enter_opens_and_backspace_goes_back),
		cmocka_unit_test(every_view_opens_and_remembers_its_place),
		cmocka_unit_test(an_index_changes_no_view),
		cmocka_unit_test(search_goes_on_and_around),
		cmocka_unit_test(a_key_stops_a_search),
		cmocka_unit_test(rows_are_sorted_by_each_order_in_turn),
		cmocka_unit_test(path_and_holders_of_a_value),
		cmocka_unit_test(alike_ones_are_one_row_that_opens),
		cmocka_unit_test(a_value_tells_its_plain_properties),
		cmocka_unit_test(it_goes_to_what_is_named),
		cmocka_unit_test(hostile_text_stays_text),
		cmocka_unit_test(every_size_is_drawn_within_its_bounds),
		cmocka_unit_test(the_history_is_bounded_and_ends_where_it_began),
		cmocka_unit_test(the_keys_of_less_move),
		cmocka_unit_test(any_keys_in_any_order_on_any_size),
		cmocka_unit_test(help_is_a_page_and_q_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
