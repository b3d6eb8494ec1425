/* The first screen: at most 40 lines that somebody reads who does not know the code. Blocks are
 * built as lists of lines, so that the longest, the table of holders, can give way. */
#include "report/out_answer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/known_keepers.h"
#include "findings/path_key.h"

enum {
	LEAST_SHARE = 20, /* a twentieth of the heap is worth a look */
	SCREEN_LINES = 40,
	MAX_STACK_LINES = 6,
	MAX_REMARKS = 4,
	LEFT_COLUMNS = 17,       /* size and percentage before a path */
	SHORT_PATH_COLUMNS = 32, /* with content behind it */
	LEAST_ROWS = 4,
	KNOWN_LINES = 2,
	PLACE_COLUMNS = 24,
	MUCH_KEPT = 8 << 20,
	CHUNK_BYTES = 2 << 20, /* what the allocator asks for when small blocks need room */
	LEAST_OUTSIDE_MB = 16  /* beside what every process has of its binaries */
};

struct lines { /* one block; a leading '!' marks a heading */
	char **texts;
	uint32_t count;
	unsigned columns;
};

/* ---- pieces of text ---- */

/* One decimal is enough here. */
#define SHORT(bytes) RA_SHORT_SIZE(bytes)

const char *ra_base_name(const char *path)
{
	const char *const slash = strrchr(path, '/');

	return slash && slash[1] != '\0' ? slash + 1 : path;
}

/* Takes the text, cuts it to the width of the screen. */
static void add(struct lines *lines, char *text)
{
	size_t length = text ? strlen(text) : 0;

	while (length > 0 && text[length - 1] == ' ') {
		text[--length] = '\0';
	}
	char *const cut = text ? ra_text_cut(text, lines->columns, RA_CUT_END) : NULL;

	free(text);
	ra_lines_add(&lines->texts, &lines->count, cut);
}

static void add_heading(struct lines *lines, const char *text)
{
	if (lines->count > 0) {
		add(lines, strdup(""));
	}
	add(lines, ra_text_printf("!%s", text));
}

/* Text in a field of so many columns, cut in the middle. */
static void pad(struct ra_buffer *line, const char *text, size_t columns)
{
	char *const cut = ra_text_cut(text, columns, RA_CUT_MIDDLE);

	ra_buffer_text(line, cut ? cut : "");
	for (size_t at = cut ? ra_text_columns(cut) : 0; at < columns; at++) {
		ra_buffer_text(line, " ");
	}
	free(cut);
}

char *ra_share_text(uint64_t part, uint64_t whole)
{
	const double percent = ra_percent(part, whole);

	return percent > 0 && percent < 0.5 ? strdup("<1 %") : ra_text_printf("%.0f %%", percent);
}

/* ---- who, what, where ---- */

static void add_process(struct lines *lines, const struct ra_answer *answer)
{
	struct ra_buffer tail = {0};

	if (answer->sapi) {
		ra_buffer_printf(&tail, " (%s)", answer->sapi);
	}
	if (answer->php_version) {
		ra_buffer_printf(&tail, "  PHP %s", answer->php_version);
	}
	if (answer->pid > 0) {
		ra_buffer_printf(&tail, "  pid %lld", (long long)answer->pid);
	}
	if (answer->captured_at) {
		ra_buffer_printf(&tail, "  %s", answer->captured_at);
	}
	char *const rest = ra_buffer_take(&tail);
	const size_t taken = rest ? ra_text_columns(rest) + 7 : lines->columns;
	char *const script = ra_text_cut(answer->script ? ra_base_name(answer->script) : "PHP",
		taken + 8 < lines->columns ? lines->columns - taken : 8, RA_CUT_MIDDLE);

	add(lines, ra_text_printf("rdump  %s%s", script ? script : "", rest ? rest : ""));
	free(rest);
	free(script);
	if (answer->request && strncmp(answer->request, "php ", 4) != 0) {
		add(lines, ra_text_printf("       %s", answer->request));
	}
}

void ra_answer_request_text(struct ra_buffer *line, const struct ra_answer *answer)
{
	if (answer->request_bytes == CHUNK_BYTES && !answer->growing) {
		ra_buffer_printf(line, "one more chunk of %s did not fit", SHORT(answer->request_bytes));
	} else if (answer->request_bytes > 0) {
		ra_buffer_printf(line, "%s asked for %s more",
			!answer->growing            ? "one request"
			: answer->growing_is_string ? "one string"
										: "one array",
			SHORT(answer->request_bytes));
	} else if (answer->peak_bytes > answer->holders.usage_bytes) {
		ra_buffer_printf(line, "peak %s", SHORT(answer->peak_bytes));
	}
}

/* One line, two where the request does not fit any more. */
static void add_cause(struct lines *lines, const struct ra_answer *answer)
{
	struct ra_buffer line = {0}, request = {0};

	if (strcmp(answer->cause, "memory_limit") == 0) {
		ra_buffer_printf(&line, "!OUT OF MEMORY%s", answer->late ? ", reported late" : "");
	} else {
		ra_buffer_text(&line, "!MEMORY");
	}
	if (answer->limit_bytes > 0) {
		ra_buffer_printf(&line, "  limit %s,", SHORT(answer->limit_bytes));
	}
	ra_buffer_printf(&line, " in use %s", SHORT(answer->holders.usage_bytes));
	ra_answer_request_text(&request, answer);
	if (request.length > 0 && line.length + request.length + 1 <= lines->columns) {
		ra_buffer_printf(&line, ", %s", request.text);
		ra_buffer_done(&request);
	}
	add(lines, ra_buffer_take(&line));
	if (request.length > 0) {
		add(lines, ra_text_printf("  %s", request.text));
	}
	ra_buffer_done(&request);
}

char *ra_answer_growth_text(const struct ra_answer *answer)
{
	if (!answer->growing) {
		return NULL;
	}
	return answer->growing_is_string
			   ? ra_text_printf("%s, %s long", answer->growing, SHORT(answer->grows_to))
			   : ra_text_printf("%s, %s -> %s", answer->growing, RA_COUNT(answer->grows_from),
					 RA_COUNT(answer->grows_to));
}

static void add_place(struct lines *lines, const struct ra_answer *answer)
{
	char *const growth = ra_answer_growth_text(answer);
	char *const place =
		answer->place_file
			? ra_text_printf("%s:%u", ra_base_name(answer->place_file), answer->place_line)
			: NULL;
	struct ra_buffer line = {0};

	if (place && growth && ra_text_columns(growth) + PLACE_COLUMNS + 11 <= lines->columns) {
		ra_buffer_text(&line, "  at     ");
		pad(&line, place, PLACE_COLUMNS);
		ra_buffer_printf(&line, "  %s", growth);
		add(lines, ra_buffer_take(&line));
	} else if (place) {
		add(lines, ra_text_printf("  at     %s", place));
	}
	if (growth && !(place && ra_text_columns(growth) + PLACE_COLUMNS + 11 <= lines->columns)) {
		ra_buffer_text(&line, "  grows  ");
		pad(&line, growth, lines->columns - 9);
		add(lines, ra_buffer_take(&line));
	}
	free(place);
	free(growth);
}

static void add_frame(struct lines *lines, const struct ra_answer_frame *frame)
{
	struct ra_buffer line = {0};

	ra_buffer_text(&line, "    ");
	pad(&line, frame->call, 42);
	if (frame->file) {
		ra_buffer_printf(&line, "  %s", ra_base_name(frame->file));
	}
	if (frame->file && frame->line > 0) {
		ra_buffer_printf(&line, ":%u", frame->line);
	}
	if (frame->repeated > 1) {
		ra_buffer_printf(&line, "  %s times", RA_COUNT(frame->repeated));
	}
	add(lines, ra_buffer_take(&line));
}

static void add_stack(struct lines *lines, const struct ra_answer *answer)
{
	const uint32_t count = answer->frame_count;
	const uint32_t shown = count <= MAX_STACK_LINES ? count : MAX_STACK_LINES - 2;

	if (count == 0) {
		return;
	}
	add(lines, strdup(answer->late ? "  stack, at the next safe point:" : "  stack:"));
	for (uint32_t i = 0; i < shown; i++) {
		add_frame(lines, &answer->frames[i]);
	}
	if (shown < count) {
		add(lines, ra_text_printf("    ... %s more", RA_COUNT((uint64_t)(count - shown - 1))));
		add_frame(lines, &answer->frames[count - 1]);
	}
}

/* ---- who holds it ---- */

const char *ra_holder_title(const struct ra_holder *row)
{
	switch (row->kind) {
	case RA_HOLDER_CODE:
		return "code: classes and functions";
	case RA_HOLDER_GARBAGE:
		return "garbage, waits for the collector";
	case RA_HOLDER_STUCK:
		return "rings the collector cannot see";
	case RA_HOLDER_OUT_OF_SIGHT:
		return "out of sight, held by extensions";
	case RA_HOLDER_MANY:
		return "many places together";
	case RA_HOLDER_PHP:
		return "PHP itself";
	case RA_HOLDER_CALL_STACK:
		return "the call stack";
	default:
		return "several places";
	}
}

char *ra_holder_contents(const struct ra_holder *row)
{
	struct ra_buffer text = {0};

	/* what little is left of a container beside other rows is its slots */
	if (row->elements > 0 && (row->content_count == 0 || row->contents[0].bytes < row->bytes / 4)) {
		return ra_text_printf(
			"%s %s", RA_COUNT(row->elements), row->elements == 1 ? "element" : "elements");
	}
	for (uint32_t i = 0; i < row->content_count && i < 2; i++) {
		const struct ra_holder_content *const content = &row->contents[i];

		if (i > 0 && content->bytes < row->bytes / 10) {
			break;
		}
		if (row->kind == RA_HOLDER_CODE) {
			ra_buffer_printf(&text, "%s%s %s%s", i > 0 ? ", " : "", RA_COUNT(content->count),
				content->count == 1 ? "class" : "classes", content->site ? " by eval()" : "");
		} else if (content->chain) {
			ra_buffer_printf(&text, "%schain of %s %s", i > 0 ? ", " : "", RA_COUNT(content->count),
				content->name);
			break;
		} else if (strcmp(content->name, "Closure") == 0) {
			ra_buffer_printf(&text, "%s%s %s", i > 0 ? ", " : "", RA_COUNT(content->count),
				content->count == 1 ? "closure" : "closures");
		} else {
			ra_buffer_printf(&text, "%s%s %s%s", i > 0 ? ", " : "", RA_COUNT(content->count),
				content->name, content->count == 1 || content->is_class ? "" : "s");
		}
		if (content->site) {
			ra_buffer_printf(&text, ", %s", ra_base_name(content->site));
		}
	}
	return ra_buffer_take(&text);
}

bool ra_holders_are_above(const struct ra_holders *holders, uint32_t row)
{
	const struct ra_holder *const joint = &holders->rows[row];

	for (uint32_t p = 0; p < joint->path_count; p++) {
		bool found = false;

		for (uint32_t i = 0; i < row && !found; i++) {
			const struct ra_holder *const one = &holders->rows[i];

			found = one->path_count == 1 && strcmp(one->paths[0], joint->paths[p]) == 0;
		}
		if (!found) {
			return false;
		}
	}
	return joint->path_count > 1 && joint->more_paths == 0;
}

/* Path and content on one line when they fit, else content below. */
static void add_row_line(
	struct lines *lines, const char *left, const char *path, const char *content)
{
	const size_t room = lines->columns - LEFT_COLUMNS;
	struct ra_buffer line = {0};

	ra_buffer_text(&line, left);
	if (*content == '\0') {
		pad(&line, path, room);
	} else if (ra_text_columns(path) <= SHORT_PATH_COLUMNS) {
		pad(&line, path, SHORT_PATH_COLUMNS);
		ra_buffer_printf(&line, " %s", content);
	} else if (ra_text_columns(path) + ra_text_columns(content) + 2 <= room) {
		ra_buffer_printf(&line, "%s  %s", path, content);
	} else {
		pad(&line, path, room);
		add(lines, ra_buffer_take(&line));
		ra_buffer_printf(&line, "%*s%s", LEFT_COLUMNS + SHORT_PATH_COLUMNS / 2, "", content);
	}
	add(lines, ra_buffer_take(&line));
}

char *ra_holder_more_text(const struct ra_holder *row)
{
	const uint64_t more = row->path_count + row->more_paths - 1;
	const uint64_t others = more - row->running_calls;

	if (more == 1 && row->path_count == 2) { /* one local: its name says more than that it is one */
		return ra_text_printf("and %s", row->paths[1]);
	}
	char *const calls = row->running_calls > 0
							? ra_text_printf("%s %s of running calls", RA_COUNT(row->running_calls),
								  row->running_calls == 1 ? "local" : "locals")
							: NULL;
	char *text = NULL;

	if (others == 1) {
		text = ra_text_printf("and %s%s%s", row->paths[1], calls ? ", " : "", calls ? calls : "");
	} else if (others > 1) {
		text = ra_text_printf("and %s, %s more%s%s", row->paths[1], RA_COUNT(others - 1),
			calls ? ", " : "", calls ? calls : "");
	} else if (calls) {
		text = ra_text_printf("and %s", calls);
	}
	free(calls);
	return text;
}

static void add_row(struct lines *lines, const struct ra_holders *holders, uint32_t number)
{
	const struct ra_holder *const row = &holders->rows[number];
	char *const percent = ra_share_text(row->bytes, holders->usage_bytes);
	char *const left = ra_text_printf("%9s %5s  ", SHORT(row->bytes), percent ? percent : "");
	char *const content = ra_holder_contents(row);
	const char *const blank = "                 ";

	if (!left || !content) {
		free(percent);
		free(left);
		free(content);
		return;
	}
	if (ra_holders_are_above(holders, number)) {
		add_row_line(
			lines, left, row->path_count == 2 ? "both of the above" : "all of the above", content);
	} else if (row->path_count == 0) {
		add_row_line(lines, left, ra_holder_title(row), row->kind == RA_HOLDER_PHP ? "" : content);
	} else {
		char *const more = ra_holder_more_text(row);

		add_row_line(lines, left, row->paths[0], content);
		if (more) {
			add_row_line(lines, blank, more, "");
		}
		free(more);
	}
	free(percent);
	free(left);
	free(content);
}

static void add_other(struct lines *lines, const struct ra_holders *holders, uint64_t bytes)
{
	char *const percent = ra_share_text(bytes, holders->usage_bytes);

	if (bytes > 0) {
		add(lines, ra_text_printf("%9s %5s  other", SHORT(bytes), percent ? percent : ""));
	}
	free(percent);
}

static void add_holders(struct lines *lines, const struct ra_holders *holders, uint32_t most_lines)
{
	uint64_t other = holders->other_bytes;
	uint32_t shown = 0;

	add_heading(lines, "WHO HOLDS IT");
	for (uint32_t i = 0; i < holders->count; i++) {
		/* a row has three lines at most, "other" one */
		if (lines->count + 4 > most_lines && shown >= LEAST_ROWS) {
			other += holders->rows[i].bytes;
		} else {
			add_row(lines, holders, i);
			shown++;
		}
	}
	add_other(lines, holders, other);
}

/* ---- beside the heap ---- */

static void add_part(struct ra_buffer *line, const char *name, uint64_t bytes)
{
	if (bytes >= 1u << 20) {
		ra_buffer_printf(line, "%s%s %s", line->length > 0 ? ", " : "", name, SHORT(bytes));
	}
}

static void add_outside(struct lines *lines, const struct ra_answer *answer)
{
	const struct ra_outside *const outside = &answer->outside;
	struct ra_buffer parts = {0};
	struct ra_buffer classes = {0};

	if (!answer->has_outside || !outside->is_large ||
		outside->rss_bytes - outside->php_heap_bytes - outside->file_bytes <
			(uint64_t)LEAST_OUTSIDE_MB << 20) {
		return;
	}
	char *const heading = ra_text_printf("OUTSIDE PHP'S HEAP  %s of %s resident (RSS)",
		SHORT(outside->rss_bytes - outside->php_heap_bytes), SHORT(outside->rss_bytes));

	add_heading(lines, heading ? heading : "OUTSIDE PHP'S HEAP");
	free(heading);
	add_part(&parts, "C heap", outside->c_heap_bytes);
	add_part(&parts, "anonymous", outside->anonymous_bytes);
	add_part(&parts, "shared", outside->shared_bytes);
	add_part(&parts, "thread stacks", outside->stack_bytes);
	add_part(&parts, "files", outside->file_bytes);
	char *const text = ra_buffer_take(&parts);

	add(lines, ra_text_printf("  %s", text ? text : ""));
	free(text);
	for (uint32_t i = 0; i < outside->class_count; i++) {
		ra_buffer_printf(&classes, "%s%s %s",
			i > 0 ? ", " : "  likely: ", RA_COUNT(outside->classes[i].count),
			outside->classes[i].name);
	}
	if (outside->class_count > 0) {
		add(lines, ra_buffer_take(&classes));
	}
	ra_buffer_done(&classes);
}

static void add_returnable(struct lines *lines, const struct ra_answer *answer)
{
	const uint64_t least = answer->real_bytes / 50;
	struct ra_buffer line = {0};

	if (answer->holders.collectable_bytes <= least && answer->returnable_bytes <= least) {
		return;
	}
	ra_buffer_text(&line, "CAN BE HAD BACK ");
	if (answer->holders.collectable_bytes > 0) {
		ra_buffer_printf(&line, " gc_collect_cycles() frees %s%s",
			SHORT(answer->holders.collectable_bytes), answer->returnable_bytes > 0 ? "," : "");
	}
	if (answer->returnable_bytes > 0) {
		ra_buffer_printf(&line, " gc_mem_caches() returns %s", SHORT(answer->returnable_bytes));
	}
	char *const text = ra_buffer_take(&line);

	add_heading(lines, text ? text : "CAN BE HAD BACK");
	free(text);
}

/* What PHP has of the system and does not use, and cannot give back: free slots beside used ones, for values of that size
 * only, and chunks that it keeps. Nothing to be done about it by itself, but the difference between two numbers that people compare. */
static void add_kept_free(struct lines *lines, const struct ra_answer *answer)
{
	const uint64_t used = answer->holders.usage_bytes + answer->returnable_bytes;
	const uint64_t kept = answer->real_bytes > used ? answer->real_bytes - used : 0;

	const uint64_t cached = answer->cached_bytes < kept ? answer->cached_bytes : kept;

	if (kept < MUCH_KEPT || kept < answer->real_bytes / 4) {
		return;
	}
	add_heading(lines, "FREE, AND NOT TO BE HAD BACK");
	if (cached > 0) {
		add(lines, ra_text_printf("  %s of %s are chunks that PHP keeps for later", SHORT(cached),
					   SHORT(answer->real_bytes)));
	}
	if (kept - cached > cached / 10) {
		add(lines, ra_text_printf("  %s of %s stand free beside values that keep their pages",
					   SHORT(kept - cached), SHORT(answer->real_bytes)));
	}
}

/* ---- what to do ---- */

static void add_action(struct lines *lines, const struct ra_action *action, uint32_t number)
{
	struct ra_buffer line = {0};
	char *promise = NULL;

	if (action->frees_bytes > 0) {
		promise = ra_text_printf("-%s", SHORT(action->frees_bytes));
	} else if (action->returns_bytes > 0) {
		promise = ra_text_printf("-%s RSS", SHORT(action->returns_bytes));
	}
	const size_t room = lines->columns - 4 - (promise ? strlen(promise) + 2 : 0);

	ra_buffer_printf(&line, "  %u ", number);
	if (promise) {
		pad(&line, action->text, room);
		ra_buffer_printf(&line, "  %s", promise);
	} else {
		ra_buffer_text(&line, action->text);
	}
	free(promise);
	add(lines, ra_buffer_take(&line));
	if (action->after_collect && action->paths) {
		add(lines, strdup("      (after gc_collect_cycles(): rings are in it)"));
	}
}

/* Once for each keeper, though several places may hang on it, and while there is room. */
static void add_known(
	struct lines *lines, const struct ra_answer *answer, uint32_t number, uint32_t *room)
{
	const struct ra_keeper *const known = answer->actions[number].known;

	for (uint32_t i = 0; i < number; i++) {
		if (answer->actions[i].known == known) {
			return;
		}
	}
	if (known && *room >= KNOWN_LINES) {
		add(lines, ra_text_printf("    known: %s", known->what));
		add(lines, ra_text_printf("    cure:  %s", known->cure));
		*room -= KNOWN_LINES;
	}
}

/* The path as one word of a shell's command line. NULL: no memory. */
static char *shell_word(const char *path)
{
	char *const quoted = ra_path_keys_in(path, RA_KEY_QUOTED);
	char *const word = quoted ? ra_text_shell_word(quoted) : NULL;

	free(quoted);
	return word;
}

/* The command that tells more of the heaviest place: by its path, where it is one of PHP's and has room, else by its
 * node. */
static void add_next_step(struct lines *lines, const struct ra_answer *answer)
{
	static const char command[] = "    more: rdump holders FILE ";

	for (uint32_t i = 0; i < answer->holders.count; i++) {
		const struct ra_holder *const row = &answer->holders.rows[i];

		if (row->kind != RA_HOLDER_VALUE || row->path_count == 0 ||
			row->bytes < answer->holders.usage_bytes / LEAST_SHARE) {
			continue;
		}
		char *const word = shell_word(row->paths[0]);

		if (!word ||
			(strchr(word, '$') && ra_text_columns(word) + sizeof(command) <= lines->columns)) {
			add(lines, word ? ra_text_printf("%s%s", command, word) : NULL);
		} else if (row->node_count > 0) {
			add(lines, ra_text_printf("%s'#%" PRIu32 "'", command, row->nodes[0]));
		}
		free(word);
		return;
	}
}

/* taken: lines of the other blocks. */
static void add_actions(struct lines *lines, const struct ra_answer *answer, uint32_t taken)
{
	/* a heading, a line for each and one behind them; of most rows two lines */
	const uint32_t needed = taken + lines->count + answer->action_count + 3 + 2 * LEAST_ROWS;
	uint32_t room = needed < SCREEN_LINES ? SCREEN_LINES - needed : 0;

	if (answer->action_count == 0) {
		return;
	}
	add_heading(lines, "WHAT TO DO");
	for (uint32_t i = 0; i < answer->action_count; i++) {
		add_action(lines, &answer->actions[i], i + 1);
		add_known(lines, answer, i, &room);
	}
	add_next_step(lines, answer);
}

/* ---- all ---- */

static void print(struct ra_output *output, const struct lines *lines)
{
	for (uint32_t i = 0; i < lines->count; i++) {
		const bool heading = lines->texts[i][0] == '!';

		fprintf(output->stream, "%s%s%s\n", heading && output->colour ? "\033[1m" : "",
			lines->texts[i] + heading, heading && output->colour ? "\033[0m" : "");
	}
}

void ra_out_answer_text(struct ra_output *output, const struct ra_answer *answer, unsigned columns)
{
	struct lines first = {.columns = columns}, rows = {.columns = columns},
				 last = {.columns = columns};

	add_process(&first, answer);
	add(&first, strdup(""));
	add_cause(&first, answer);
	add_place(&first, answer);
	add_stack(&first, answer);
	for (uint32_t i = 0; i < answer->remark_count && i < MAX_REMARKS; i++) {
		add(&first, ra_text_printf("  %s", answer->remarks[i]));
	}
	add_outside(&last, answer);
	add_returnable(&last, answer);
	add_kept_free(&last, answer);
	add_actions(&last, answer, first.count + 2);
	add_holders(&rows, &answer->holders,
		first.count + last.count + 2 < SCREEN_LINES ? SCREEN_LINES - 2 - first.count - last.count
													: 0);
	print(output, &first);
	fputc('\n', output->stream);
	print(output, &rows);
	if (last.count > 0) {
		fputc('\n', output->stream);
	}
	print(output, &last);
	ra_lines_free(first.texts, first.count);
	ra_lines_free(rows.texts, rows.count);
	ra_lines_free(last.texts, last.count);
}
