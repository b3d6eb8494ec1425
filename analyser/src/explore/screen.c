/* See screen.h. From the top: header, line of views, title, heads of the columns, rows; from the bottom: keys, or what is
 * typed or told, and above them what the row is about. What is least needed goes first where there is little room. */
#include "explore/screen.h"

#include <stdlib.h>
#include <string.h>

enum {
	MANY_LINES = 16, /* from here on everything has its line */
	SOME_LINES = 9,
	BYTES_COLUMNS = 9,   /* "1023.9 MB" */
	SHARE_COLUMNS = 5,   /* "100 %" */
	NUMBER_COLUMNS = 10, /* "10,000,000" */
	BAR_COLUMNS = 6,
	WIDE_BAR_COLUMNS = 16,
	WIDE_FROM = 100, /* columns of the screen */
	BAR_FROM = 72,
	NUMBER_FROM = 60,
	SHARE_FROM = 44,
	MAX_ROWS = 512 /* of a screen */
};

struct layout { /* of a screen: which line is what; a count of 0: there is none */
	unsigned header, views, title, heads;
	unsigned rows_at, rows;
	unsigned detail_at, details;
	unsigned last;
};

struct place { /* of a column; no width: it is not there */
	unsigned at, width;
};

struct table {
	struct place bytes, share, bar, number, name, value;
};

static struct layout lay_out(const struct ra_frame *frame, bool has_heads)
{
	struct layout layout = {.last = frame->rows - 1};
	unsigned at = 0;

	layout.header = frame->rows >= SOME_LINES;
	layout.views = frame->rows > RA_LEAST_ROWS;
	layout.title = frame->rows > RA_LEAST_ROWS + 1;
	layout.heads = has_heads && frame->rows > RA_LEAST_ROWS + 2;
	layout.details = frame->rows >= MANY_LINES ? RA_DETAIL_LINES : frame->rows >= SOME_LINES;
	at = layout.header + layout.views + layout.title + layout.heads;
	layout.rows_at = at;
	layout.detail_at = layout.last - layout.details;
	layout.rows = layout.detail_at - at;
	return layout;
}

/* What all rows that are seen need of name and value. */
struct needs {
	unsigned name, value;
};

/* The values get what the names leave, and the other way round; where both want more they share. */
static void share_room(struct table *table, const struct ra_columns *titles, unsigned at,
	unsigned room, const struct needs *needs)
{
	unsigned name = room * titles->name_share / 100;

	table->name = (struct place){at, room};
	if (!titles->value || room < 8) {
		return;
	}
	const unsigned value = room - name - 1;

	if (needs->name > name && needs->value < value) {
		const unsigned most = room - 1 - needs->value;

		name = needs->name < most ? needs->name : most;
	} else if (needs->name < name && needs->value > value) {
		const unsigned least = needs->value + 1 < room ? room - 1 - needs->value : 0;

		name = needs->name > least ? needs->name : least;
	}
	if (name < strlen(titles->name) && room > strlen(titles->name) + 8) {
		name = (unsigned)strlen(titles->name);
	}
	table->name.width = name;
	table->value = (struct place){at + name + 1, room - name - 1};
}

static struct table place_columns(
	const struct ra_page_kind *kind, unsigned columns, const struct needs *needs)
{
	const struct ra_columns *const titles = &kind->columns;
	struct table table = {.bytes = {0, 0}};
	unsigned at = 1; /* the mark of the row that is selected */

	if (titles->bytes) {
		table.bytes = (struct place){at, BYTES_COLUMNS};
		at += BYTES_COLUMNS + 1;
	}
	if (titles->bytes && columns >= SHARE_FROM) {
		table.share = (struct place){at, SHARE_COLUMNS};
		at += SHARE_COLUMNS + 1;
	}
	if (titles->bytes && columns >= BAR_FROM) {
		table.bar = (struct place){at, columns >= WIDE_FROM ? WIDE_BAR_COLUMNS : BAR_COLUMNS};
		at += table.bar.width + 1;
	}
	if (titles->number && columns >= (titles->number_is_bytes ? WIDE_FROM : NUMBER_FROM)) {
		table.number.at = at;
		table.number.width = titles->number_is_bytes  ? BYTES_COLUMNS
							 : titles->number_columns ? titles->number_columns
													  : NUMBER_COLUMNS;
		at += table.number.width + 1;
	}
	at++; /* room for a mark */
	share_room(&table, titles, at, at < columns ? columns - at : 0, needs);
	return table;
}

/* ---- lines at the top ---- */

static const char *base_name(const char *path)
{
	const char *const slash = strrchr(path, '/');

	return slash && slash[1] != '\0' ? slash + 1 : path;
}

static void draw_header(struct ra_frame *frame, const struct ra_facts *facts)
{
	const struct ra_answer *const answer = facts->answer;
	struct ra_buffer left = {0}, right = {0};

	ra_buffer_printf(&left, " rdump  %s", base_name(answer->script ? answer->script : facts->file));
	if (answer->sapi) {
		ra_buffer_printf(&left, " (%s)", answer->sapi);
	}
	if (answer->php_version) {
		ra_buffer_printf(&left, "  PHP %s", answer->php_version);
	}
	if (facts->missing_bytes > 0) {
		ra_buffer_text(&left, "  INCOMPLETE");
	}
	ra_buffer_printf(&right, "in use %s", RA_SIZE(facts->usage_bytes));
	if (answer->limit_bytes > 0) {
		ra_buffer_printf(&right, ", limit %s", RA_SIZE(answer->limit_bytes));
	}
	ra_buffer_text(&right, " ");

	char *const name = ra_buffer_take(&left);
	char *const usage = ra_buffer_take(&right);
	const unsigned taken = usage ? (unsigned)ra_text_columns(usage) : 0;

	ra_frame_blank(frame, 0, RA_STYLE_BAND);
	if (frame->columns > taken + 20) {
		ra_frame_right(frame, 0, frame->columns - taken, taken, RA_STYLE_BAND, usage ? usage : "");
		ra_frame_put(
			frame, 0, 0, frame->columns - taken - 1, RA_STYLE_BAND, RA_CUT_END, name ? name : "");
	} else {
		ra_frame_put(frame, 0, 0, frame->columns, RA_STYLE_BAND, RA_CUT_END, name ? name : "");
	}
	free(name);
	free(usage);
}

/* " 1 Holders  2 Tree ...": only the number of those that are not looked at where there is little room. */
static void draw_views(struct ra_frame *frame, unsigned row, unsigned active)
{
	unsigned whole = 1, at = 1;

	for (unsigned view = 0; view < RA_VIEWS; view++) {
		whole += (unsigned)strlen(ra_page_kinds[view]->view) + 4;
	}
	for (unsigned view = 0; view < RA_VIEWS; view++) {
		const bool named = whole <= frame->columns + 1 || view == active;
		char *const text = named ? ra_text_printf("%u %s", view + 1, ra_page_kinds[view]->view)
								 : ra_text_printf("%u", view + 1);

		ra_frame_put(frame, row, at, frame->columns, view == active ? RA_STYLE_BOLD : RA_STYLE_DIM,
			RA_CUT_END, text ? text : "");
		if (view == active) { /* seen without bold letters, too */
			ra_frame_put(frame, row, at - 1, 1, RA_STYLE_BOLD, RA_CUT_END, "[");
			ra_frame_put(frame, row, at + (unsigned)(text ? strlen(text) : 0), 1, RA_STYLE_BOLD,
				RA_CUT_END, "]");
		}
		at += (unsigned)(text ? strlen(text) : 0) + 2;
		free(text);
	}
}

static void draw_title(
	struct ra_explorer *explorer, struct ra_frame *frame, unsigned row, const struct ra_page *page)
{
	const uint32_t number = ra_page_row_at(page, page->cursor);
	char *const title = page->kind->title(&explorer->facts, page);
	struct ra_buffer right = {0};

	if (page->count > 0 && page->kind->orders[1] && frame->columns >= BAR_FROM) {
		ra_buffer_printf(&right, "by %s  ", page->kind->orders[page->order]);
	}
	if (page->count > 0) {
		if (number != UINT32_MAX) {
			ra_buffer_printf(&right, "%s/", RA_COUNT(number + 1));
		}
		ra_buffer_printf(&right, "%s ", RA_COUNT(page->count));
	}
	char *const where = ra_buffer_take(&right);
	const unsigned taken = where ? (unsigned)strlen(where) : 0;

	if (frame->columns > taken + 2) {
		ra_frame_put(frame, row, 1, frame->columns - taken - 2, RA_STYLE_BOLD, RA_CUT_MIDDLE,
			title ? title : "");
		if (taken > 0) {
			ra_frame_right(frame, row, frame->columns - taken, taken, RA_STYLE_DIM, where);
		}
	}
	free(title);
	free(where);
}

static void draw_heads(
	struct ra_frame *frame, unsigned row, const struct ra_page *page, const struct table *table)
{
	const struct ra_columns *const titles = &page->kind->columns;

	if (table->bytes.width > 0) {
		ra_frame_right(
			frame, row, table->bytes.at, table->bytes.width, RA_STYLE_DIM, titles->bytes);
	}
	if (table->share.width > 0) {
		ra_frame_put(
			frame, row, table->share.at, table->share.width, RA_STYLE_DIM, RA_CUT_END, "Share");
	}
	if (table->number.width > 0) {
		ra_frame_right(
			frame, row, table->number.at, table->number.width, RA_STYLE_DIM, titles->number);
	}
	ra_frame_put(
		frame, row, table->name.at, table->name.width, RA_STYLE_DIM, RA_CUT_END, titles->name);
	if (table->value.width > 0) {
		ra_frame_put(frame, row, table->value.at, table->value.width, RA_STYLE_DIM, RA_CUT_END,
			titles->value);
	}
}

/* ---- rows ---- */

static void draw_numbers(struct ra_frame *frame, unsigned at, const struct ra_page_kind *kind,
	const struct ra_row *row, const struct table *table, uint64_t whole, enum ra_style style)
{
	char share[RA_NUMBER_TEXT];
	const double percent = ra_percent(row->bytes, whole);

	if (row->has_bytes) {
		ra_frame_right(
			frame, at, table->bytes.at, table->bytes.width, style, RA_SHORT_SIZE(row->bytes));
	}
	if (row->has_bytes && !row->has_no_share && table->share.width > 0) {
		snprintf(share, sizeof(share), percent > 0 && percent < 0.5 ? "<1 %%" : "%.0f %%", percent);
		ra_frame_right(
			frame, at, table->share.at, table->share.width, style, percent < 1000 ? share : "");
	}
	if (row->has_bytes && !row->has_no_share && table->bar.width > 0) {
		ra_frame_bar(frame, at, table->bar.at, table->bar.width,
			style == RA_STYLE_SELECTED ? style : RA_STYLE_BAR, row->bytes, whole);
	}
	if (row->has_number && table->number.width > 0) {
		ra_frame_right(frame, at, table->number.at, table->number.width, style,
			kind->columns.number_is_bytes ? RA_SHORT_SIZE(row->number) : RA_COUNT(row->number));
	}
}

static void draw_row(struct ra_explorer *explorer, struct ra_frame *frame, unsigned at,
	const struct ra_page *page, const struct ra_row *row, bool selected, const struct table *table)
{
	const struct ra_columns *const titles = &page->kind->columns;
	const enum ra_style style = selected ? RA_STYLE_SELECTED : row->style;
	const char mark[] = {row->mark, '\0'};

	if (row->is_text) {
		ra_frame_put(
			frame, at, 1, frame->columns - 1, style, RA_CUT_END, row->name ? row->name : "");
		return;
	}
	draw_numbers(frame, at, page->kind, row, table, ra_page_whole(&explorer->facts, page), style);
	if (row->mark) {
		ra_frame_put(frame, at, table->name.at - 1, 1, style, RA_CUT_END, mark);
	}
	ra_frame_put(frame, at, table->name.at, row->value ? table->name.width : frame->columns, style,
		titles->name_is_content ? RA_CUT_END : RA_CUT_MIDDLE, row->name ? row->name : "");
	if (row->value && table->value.width > 0) {
		ra_frame_put(frame, at, table->value.at, table->value.width, style, RA_CUT_END, row->value);
	}
}

static void scroll_to_cursor(struct ra_page *page, uint32_t rows)
{
	const uint32_t length = ra_page_length(page);

	if (rows == 0) {
		return;
	}
	if (page->cursor < page->top) {
		page->top = page->cursor;
	} else if (page->cursor - page->top >= rows) {
		page->top = page->cursor - rows + 1;
	}
	if (page->top > 0 &&
		length - page->top < rows) { /* no blank lines below while there is text above */
		page->top = length > rows ? length - rows : 0;
	}
	/* the text above the first rows is seen with them */
	if (page->top > 0 && page->top <= page->line_count + 1 && page->cursor < rows) {
		page->top = 0;
	}
}

static struct needs needs_of(const struct ra_row *rows, unsigned count)
{
	struct needs needs = {0, 0};

	for (unsigned i = 0; i < count; i++) {
		const unsigned name = rows[i].name ? (unsigned)ra_text_columns(rows[i].name) : 0;
		const unsigned value = rows[i].value ? (unsigned)ra_text_columns(rows[i].value) : 0;

		if (rows[i].value) { /* without one the name may run on */
			needs.name = name > needs.name ? name : needs.name;
			needs.value = value > needs.value ? value : needs.value;
		}
	}
	return needs;
}

static void draw_rows(struct ra_explorer *explorer, struct ra_frame *frame,
	const struct layout *layout, struct ra_page *page)
{
	const uint32_t length = ra_page_length(page);
	struct ra_row rows[MAX_ROWS];
	unsigned count = layout->rows < MAX_ROWS ? layout->rows : MAX_ROWS;

	scroll_to_cursor(page, count);
	count = count < length - page->top ? count : length - page->top;
	for (unsigned i = 0; i < count; i++) {
		ra_page_row(&explorer->facts, page, page->top + i, &rows[i]);
	}
	const struct needs needs = needs_of(rows, count);
	const struct table table = place_columns(page->kind, frame->columns, &needs);

	if (layout->heads) {
		draw_heads(frame, layout->rows_at - 1, page, &table);
	}
	for (unsigned i = 0; i < count; i++) {
		const bool selected = page->top + i == page->cursor;

		if (selected) {
			ra_frame_blank(frame, layout->rows_at + i, RA_STYLE_SELECTED);
			ra_frame_put(frame, layout->rows_at + i, 0, 1, RA_STYLE_SELECTED, RA_CUT_END, ">");
		}
		if (ra_page_is_heads(page, page->top + i)) {
			draw_heads(frame, layout->rows_at + i, page, &table);
		} else {
			draw_row(explorer, frame, layout->rows_at + i, page, &rows[i], selected, &table);
		}
		ra_row_done(&rows[i]);
	}
	if (length == 0) {
		ra_frame_put(
			frame, layout->rows_at, 1, frame->columns, RA_STYLE_DIM, RA_CUT_END, "(nothing)");
	}
}

/* ---- lines at the bottom ---- */

static void draw_detail(struct ra_explorer *explorer, struct ra_frame *frame,
	const struct layout *layout, const struct ra_page *page)
{
	char *lines[RA_DETAIL_LINES] = {NULL, NULL};

	ra_page_detail(&explorer->facts, page, page->cursor, lines);
	for (unsigned i = 0; i < RA_DETAIL_LINES; i++) {
		if (i < layout->details && lines[i]) {
			ra_frame_put(frame, layout->detail_at + i, 1, frame->columns - 1, RA_STYLE_PLAIN,
				i == 0 ? RA_CUT_MIDDLE : RA_CUT_END, lines[i]);
		}
		free(lines[i]);
	}
}

/* As many of the keys as there is room for, those that are needed most first. */
static void draw_keys(struct ra_frame *frame, unsigned row, bool has_history)
{
	static const char *const keys[] = {
		"q end", "? help", "Enter open", "/ search", "s sort", "h holders", "p path", "Tab views"};
	struct ra_buffer line = {0};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (i == 3 && has_history && line.length + 18 < frame->columns) {
			ra_buffer_text(&line, "  Backspace back");
		}
		if (line.length + strlen(keys[i]) + 3 > frame->columns) {
			break;
		}
		ra_buffer_printf(&line, "%s%s", i > 0 ? "  " : " ", keys[i]);
	}
	char *const text = ra_buffer_take(&line);

	ra_frame_blank(frame, row, RA_STYLE_BAND);
	ra_frame_put(frame, row, 0, frame->columns, RA_STYLE_BAND, RA_CUT_END, text ? text : "");
	free(text);
}

/* The end of what is typed stays in sight. */
static void draw_prompt(const struct ra_explorer *explorer, struct ra_frame *frame, unsigned row)
{
	const char sign[] = {(char)explorer->prompt, '\0'};
	char *const clean = ra_text_clean(explorer->typed, strlen(explorer->typed));
	const unsigned room = frame->columns - 2;
	const size_t columns = clean ? ra_text_columns(clean) : 0;

	ra_frame_put(frame, row, 0, 1, RA_STYLE_BOLD, RA_CUT_END, sign);
	ra_frame_put(frame, row, 1, room, RA_STYLE_PLAIN, RA_CUT_BEGIN, clean ? clean : "");
	frame->typing = true;
	frame->cursor_column = 1 + (columns < room ? (unsigned)columns : room);
	free(clean);
}

static void draw_last(struct ra_explorer *explorer, struct ra_frame *frame, unsigned row)
{
	if (explorer->prompt) {
		draw_prompt(explorer, frame, row);
	} else if (explorer->message) {
		ra_frame_put(frame, row, 1, frame->columns - 1,
			explorer->message_is_error ? RA_STYLE_ALERT : RA_STYLE_BOLD, RA_CUT_END,
			explorer->message);
	} else {
		draw_keys(frame, row, explorer->views[explorer->view].count > 1);
	}
}

void ra_screen_draw(struct ra_explorer *explorer, struct ra_frame *frame)
{
	if (frame->rows < RA_LEAST_ROWS || frame->columns < RA_LEAST_COLUMNS) {
		ra_frame_put(frame, 0, 0, frame->columns, RA_STYLE_PLAIN, RA_CUT_END, "too small; q ends");
		return;
	}
	ra_explorer_resize(explorer, frame->columns - 1, explorer->page_rows);

	struct ra_page *const page = ra_explorer_page(explorer);
	const struct layout layout =
		lay_out(frame, page && page->line_count == 0 && page->kind->columns.name);

	ra_explorer_resize(explorer, frame->columns - 1, layout.rows);
	if (layout.header) {
		draw_header(frame, &explorer->facts);
	}
	if (layout.views) {
		draw_views(frame, layout.header, explorer->view);
	}
	if (page) {
		if (layout.title) {
			draw_title(explorer, frame, layout.header + layout.views, page);
		}
		draw_rows(explorer, frame, &layout, page);
		draw_detail(explorer, frame, &layout, page);
	}
	draw_last(explorer, frame, layout.last);
}
