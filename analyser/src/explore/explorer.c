/* See explorer.h. */
#include "explore/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "findings/ranking.h"

enum {
	MANY_ROWS = 100000,      /* of a page that is not looked at: they are listed again when it is */
	ROWS_BETWEEN_LOOKS = 512 /* of a search, at whether a key waits */
};

/* ---- messages ---- */

static void say(struct ra_explorer *explorer, char *text)
{
	free(explorer->message);
	explorer->message = text;
	explorer->message_is_error = false;
}

static void say_error(struct ra_explorer *explorer, const struct ra_error *err)
{
	say(explorer, strdup(err->kind != RA_ERR_NONE ? err->message : "nothing to open here"));
	explorer->message_is_error = true;
}

/* ---- pages ---- */

static struct ra_stack_of_pages *pages_of(struct ra_explorer *explorer)
{
	return &explorer->views[explorer->view];
}

static void forget_oldest(struct ra_stack_of_pages *pages)
{
	ra_page_close(pages->pages[1]);
	memmove(pages->pages + 1, pages->pages + 2, (pages->count - 2) * sizeof(pages->pages[0]));
	pages->count--;
}

/* Takes the subject. */
static void push(struct ra_explorer *explorer, struct ra_subject *subject)
{
	struct ra_stack_of_pages *const pages = pages_of(explorer);
	struct ra_error err = {0};
	struct ra_page *const page = ra_page_open(&explorer->facts, subject, explorer->width, &err);

	if (!page) {
		say_error(explorer, &err);
		return;
	}
	if (pages->count == RA_MAX_PAGES) {
		forget_oldest(pages);
	}
	if (pages->count > 0 && pages->pages[pages->count - 1]->count > MANY_ROWS) {
		ra_page_fold(pages->pages[pages->count - 1]);
	}
	pages->pages[pages->count++] = page;
}

static void back(struct ra_explorer *explorer)
{
	struct ra_stack_of_pages *const pages = pages_of(explorer);

	if (pages->count <= 1) {
		say(explorer, strdup("This is the first page of the view; q ends"));
		return;
	}
	ra_page_close(pages->pages[--pages->count]);
}

struct ra_page *ra_explorer_page(struct ra_explorer *explorer)
{
	struct ra_stack_of_pages *const pages = pages_of(explorer);
	struct ra_error err = {0};

	if (pages->count == 0) {
		struct ra_subject subject = {.page = (enum ra_page_name)explorer->view,
			.node = RA_SUPER_ROOT,
			.number = RA_NO_CLASS};

		push(explorer, &subject);
	}
	if (pages->count == 0) {
		return NULL;
	}
	struct ra_page *const page = pages->pages[pages->count - 1];

	if (!ra_page_ready(&explorer->facts, page, explorer->width, &err)) {
		say_error(explorer, &err);
		return NULL;
	}
	const uint32_t length = ra_page_length(page);

	page->cursor = page->cursor < length ? page->cursor : length > 0 ? length - 1 : 0;
	return page;
}

static void switch_to(struct ra_explorer *explorer, unsigned view)
{
	explorer->view = view;
	ra_explorer_page(explorer);
}

/* ---- moving ---- */

static void move_to(struct ra_page *page, uint32_t cursor)
{
	const uint32_t length = ra_page_length(page);

	page->cursor = cursor < length ? cursor : length > 0 ? length - 1 : 0;
}

static void move_by(struct ra_page *page, int64_t lines)
{
	const int64_t to = (int64_t)page->cursor + lines;

	move_to(page, to < 0 ? 0 : to > UINT32_MAX ? UINT32_MAX : (uint32_t)to);
}

/* ---- opening ---- */

static void open_row(struct ra_explorer *explorer, struct ra_page *page)
{
	const uint32_t number = ra_page_row_at(page, page->cursor);
	struct ra_subject subject = {.page = RA_PAGE_HELP};
	struct ra_error err = {0};

	if (number != UINT32_MAX && page->kind->open(&explorer->facts, page, number, &subject, &err)) {
		push(explorer, &subject);
	} else if (number != UINT32_MAX) {
		say_error(explorer, &err);
	}
}

static void open_node(struct ra_explorer *explorer, enum ra_page_name name, ra_node node)
{
	struct ra_subject subject = {.page = name, .node = node, .number = RA_NO_CLASS};

	if (node == RA_NO_NODE) {
		say(explorer, strdup("This is about no single value"));
	} else {
		push(explorer, &subject);
	}
}

static bool is_about_a_value(const struct ra_page *page)
{
	const enum ra_page_name name = page->subject.page;

	return name == RA_PAGE_VALUE || name == RA_PAGE_PATH || name == RA_PAGE_REFERRERS ||
		   (name == RA_PAGE_TREE && page->subject.node != RA_SUPER_ROOT);
}

/* The value that a key is about: the row's, or where there is none the page's. */
static ra_node value_of(struct ra_explorer *explorer, const struct ra_page *page, bool of_page)
{
	ra_node node = of_page ? RA_NO_NODE : ra_page_node(&explorer->facts, page, page->cursor);

	if (node == RA_NO_NODE && is_about_a_value(page) &&
		(of_page || ra_page_row_at(page, page->cursor) == UINT32_MAX)) {
		node = page->subject.node;
	}
	return node;
}

static bool copy_set(const struct ra_found *from, struct ra_found *to)
{
	*to = (struct ra_found){calloc((size_t)from->count + 1, sizeof(*to->nodes)), from->count,
		from->class_index, from->whole, from->finding};
	if (to->nodes && from->count > 0) {
		memcpy(to->nodes, from->nodes, from->count * sizeof(*to->nodes));
	}
	return to->nodes != NULL;
}

/* What holds all of a set: of the page's, or of the one that the row would open. */
static void open_groups(struct ra_explorer *explorer, struct ra_page *page, bool of_page)
{
	const uint32_t number = ra_page_row_at(page, page->cursor);
	struct ra_subject subject = {.page = RA_PAGE_HELP};
	struct ra_error err = {0};

	if (of_page) {
		subject.title = strdup(page->subject.title ? page->subject.title : "");
		if (!copy_set(&page->subject.set, &subject.set)) {
			ra_subject_done(&subject);
			ra_fail(&err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for this page");
			say_error(explorer, &err);
			return;
		}
	} else if (number == UINT32_MAX ||
			   !page->kind->open(&explorer->facts, page, number, &subject, &err)) {
		say_error(explorer, &err);
		return;
	}
	subject.page = subject.page == RA_PAGE_VALUES || of_page ? RA_PAGE_GROUPS : RA_PAGE_REFERRERS;
	push(explorer, &subject);
}

static void open_holders(struct ra_explorer *explorer, struct ra_page *page, bool of_page)
{
	const enum ra_page_name name = page->subject.page;

	const bool may_be_set = name == RA_PAGE_CLASSES || name == RA_PAGE_STRINGS ||
							name == RA_PAGE_TREE || name == RA_PAGE_HOLDERS;

	if ((name == RA_PAGE_VALUES && of_page) || (may_be_set && !of_page)) {
		open_groups(explorer, page, of_page);
	} else {
		open_node(explorer, RA_PAGE_REFERRERS, value_of(explorer, page, of_page));
	}
}

static void sort(struct ra_explorer *explorer, struct ra_page *page)
{
	struct ra_error err = {0};

	if (ra_page_sort(&explorer->facts, page, &err)) {
		page->top = page->cursor = 0;
		page->cursor = page->line_count > 0 ? page->line_count + 1 : 0;
		say(explorer, ra_text_printf("sorted by %s", page->kind->orders[page->order]));
	} else if (err.kind != RA_ERR_NONE) {
		say_error(explorer, &err);
	} else {
		say(explorer, ra_text_printf("these rows have one order: %s", page->kind->orders[0]));
	}
}

/* ---- searching ---- */

static bool has_capital(const char *text)
{
	for (; *text; text++) {
		if (*text >= 'A' && *text <= 'Z') {
			return true;
		}
	}
	return false;
}

static bool row_matches(struct ra_explorer *explorer, const struct ra_page *page, uint32_t line)
{
	const char *const wanted = explorer->wanted;
	const bool exact = has_capital(wanted);
	struct ra_row row;
	bool matches = false;

	ra_page_row(&explorer->facts, page, line, &row);

	const char *const texts[] = {row.name, row.value};

	for (int i = 0; i < 2 && !matches; i++) {
		matches = texts[i] && (exact ? strstr(texts[i], wanted) : strcasestr(texts[i], wanted));
	}
	ra_row_done(&row);
	return matches;
}

/* From the row behind the cursor on, around the end; `step` is 1 or -1. */
static void search(struct ra_explorer *explorer, struct ra_page *page, int step)
{
	const uint32_t length = ra_page_length(page);
	uint32_t at = page->cursor;

	if (explorer->wanted[0] == '\0') {
		say(explorer, strdup("/ searches first"));
		return;
	}
	for (uint32_t looked = 0; looked < length; looked++) {
		const bool around = step > 0 ? at + 1 >= length : at == 0;

		at = around ? (step > 0 ? 0 : length - 1) : at + (uint32_t)step;
		if (row_matches(explorer, page, at)) {
			page->cursor = at;
			return;
		}
		if (looked % ROWS_BETWEEN_LOOKS == ROWS_BETWEEN_LOOKS - 1 && explorer->key_waits &&
			explorer->key_waits(explorer->context)) {
			say(explorer, ra_text_printf("stopped after %s of %s rows", RA_COUNT(looked + 1),
							  RA_COUNT(length)));
			return;
		}
		if (looked == ROWS_BETWEEN_LOOKS * 8) {
			ra_facts_busy(&explorer->facts, "searching; any key stops");
		}
	}
	char *const wanted = ra_text_clean(explorer->wanted, strlen(explorer->wanted));

	say(explorer, ra_text_printf("no row has '%s'", wanted ? wanted : ""));
	explorer->message_is_error = true;
	free(wanted);
}

/* ---- going to what is named ---- */

static void go_to(struct ra_explorer *explorer, const char *what)
{
	struct ra_subject subject = {.page = RA_PAGE_VALUES, .number = RA_NO_CLASS};
	struct ra_error err = {0};

	if (*what == '\0') {
		return;
	}
	ra_facts_busy(&explorer->facts, "looking for it");

	if (!ra_query_find(explorer->facts.snapshot, what, &subject.set, &err)) {
		say_error(explorer, &err);
		return;
	}
	subject.title = ra_text_clean(what, strlen(what));
	if (subject.set.count == 1) {
		subject.page = RA_PAGE_VALUE;
		subject.node = subject.set.nodes[0];
	}
	push(explorer, &subject);
}

/* ---- a line that is typed ---- */

/* Appends a character in UTF-8. */
static void type(struct ra_explorer *explorer, uint32_t code)
{
	const size_t length = strlen(explorer->typed);
	char *const to = explorer->typed + length;

	if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code > 0x10ffff ||
		length + 5 > RA_TYPED_BYTES) {
		return;
	}
	if (code < 0x80) {
		to[0] = (char)code;
		to[1] = '\0';
	} else {
		const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
		static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};

		to[0] = (char)(first[more] | code >> (6 * more));
		for (int i = 1; i <= more; i++) {
			to[i] = (char)(0x80 | (code >> (6 * (more - i)) & 0x3f));
		}
		to[more + 1] = '\0';
	}
}

static void untype(struct ra_explorer *explorer)
{
	size_t length = strlen(explorer->typed);

	if (length == 0) {
		explorer->prompt = 0;
		return;
	}
	do {
		length--;
	} while (length > 0 && ((unsigned char)explorer->typed[length] & 0xc0) == 0x80);
	explorer->typed[length] = '\0';
}

static void key_of_prompt(struct ra_explorer *explorer, uint32_t key)
{
	const uint32_t prompt = explorer->prompt;
	struct ra_page *page;

	switch (key) {
	case RA_KEY_ESCAPE:
		explorer->prompt = 0;
		return;
	case RA_KEY_BACK:
		untype(explorer);
		return;
	case 'U' & 0x1f:
		explorer->typed[0] = '\0';
		return;
	case RA_KEY_ENTER:
		explorer->prompt = 0;
		page = ra_explorer_page(explorer);
		if (prompt == ':') {
			go_to(explorer, explorer->typed);
		} else if (page) {
			if (explorer->typed[0]) { /* an empty line searches the last one again, as in less */
				memcpy(explorer->wanted, explorer->typed, sizeof(explorer->wanted));
			}
			search(explorer, page, 1);
		}
		return;
	default:
		type(explorer, key);
	}
}

/* ---- keys ---- */

static bool moves(struct ra_explorer *explorer, struct ra_page *page, uint32_t key)
{
	const int64_t screen = explorer->page_rows > 1 ? explorer->page_rows - 1 : 1;

	switch (key) {
	case RA_KEY_UP:
	case 'k':
		move_by(page, -1);
		return true;
	case RA_KEY_DOWN:
	case 'j':
		move_by(page, 1);
		return true;
	case RA_KEY_PAGE_UP:
	case 'b':
	case 'B' & 0x1f:
		move_by(page, -screen);
		return true;
	case RA_KEY_PAGE_DOWN:
	case 'f':
	case ' ':
	case 'F' & 0x1f:
		move_by(page, screen);
		return true;
	case 'U' & 0x1f:
		move_by(page, -screen / 2);
		return true;
	case 'D' & 0x1f:
		move_by(page, screen / 2);
		return true;
	case RA_KEY_HOME:
	case 'g':
	case '<':
		move_to(page, 0);
		return true;
	case RA_KEY_END:
	case 'G':
	case '>':
		move_to(page, UINT32_MAX);
		return true;
	default:
		return false;
	}
}

/* Keys that need a page. */
static void key_of_page(struct ra_explorer *explorer, struct ra_page *page, uint32_t key)
{
	struct ra_subject help = {.page = RA_PAGE_HELP, .number = RA_NO_CLASS};

	switch (key) {
	case RA_KEY_ENTER:
	case RA_KEY_RIGHT:
		open_row(explorer, page);
		break;
	case 'n':
	case 'N':
		search(explorer, page, key == 'n' ? 1 : -1);
		break;
	case 's':
		sort(explorer, page);
		break;
	case 'p':
	case 'P':
		open_node(explorer, RA_PAGE_PATH, value_of(explorer, page, key == 'P'));
		break;
	case 'v':
	case 'V':
		open_node(explorer, RA_PAGE_VALUE, value_of(explorer, page, key == 'V'));
		break;
	case 't':
	case 'T':
		open_node(explorer, RA_PAGE_TREE, value_of(explorer, page, key == 'T'));
		break;
	case 'h':
	case 'H':
		open_holders(explorer, page, key == 'H');
		break;
	case '?':
		if (page->subject.page != RA_PAGE_HELP) {
			push(explorer, &help);
		}
		break;
	default:
		moves(explorer, page, key);
	}
}

void ra_explorer_key(struct ra_explorer *explorer, uint32_t key)
{
	say(explorer, NULL);
	if (explorer->prompt) {
		key_of_prompt(explorer, key);
		return;
	}
	struct ra_page *const page = ra_explorer_page(explorer);

	if (key >= '1' && key < '1' + RA_VIEWS) {
		switch_to(explorer, key - '1');
	} else if (key == RA_KEY_TAB || key == RA_KEY_BACK_TAB) {
		switch_to(explorer, (explorer->view + (key == RA_KEY_TAB ? 1 : RA_VIEWS - 1)) % RA_VIEWS);
	} else if (key == '/' || key == ':') {
		explorer->prompt = key;
		explorer->typed[0] = '\0';
	} else if (key == 'q' || key == 'Q') {
		if (page && page->subject.page == RA_PAGE_HELP) {
			back(explorer);
		} else {
			explorer->ended = true;
		}
	} else if (key == RA_KEY_BACK || key == RA_KEY_LEFT) {
		back(explorer);
	} else if (page) {
		key_of_page(explorer, page, key);
	}
}

void ra_explorer_resize(struct ra_explorer *explorer, unsigned width, uint32_t page_rows)
{
	explorer->width = width;
	explorer->page_rows = page_rows;
}

bool ra_explorer_init(struct ra_explorer *explorer, struct ra_snapshot *snapshot, const char *file,
	struct ra_error *err)
{
	memset(explorer, 0, sizeof(*explorer));
	ra_explorer_resize(explorer, 80, 16);
	if (!ra_facts_init(&explorer->facts, snapshot, file, err)) {
		return false;
	}
	if (explorer->facts.missing_bytes > 0) {
		say(explorer,
			ra_text_printf("At least %s of this dump are missing; what hangs there is not seen",
				RA_SIZE(explorer->facts.missing_bytes)));
		explorer->message_is_error = true;
	}
	return true;
}

void ra_explorer_done(struct ra_explorer *explorer)
{
	for (unsigned view = 0; view < RA_VIEWS; view++) {
		for (uint32_t i = 0; i < explorer->views[view].count; i++) {
			ra_page_close(explorer->views[view].pages[i]);
		}
		explorer->views[view].count = 0;
	}
	free(explorer->message);
	explorer->message = NULL;
	ra_facts_done(&explorer->facts);
}
