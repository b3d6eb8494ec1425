/* Holders, classes, packages, strings, stack. See page_views.h. */
#include "explore/page_views.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "report/out_answer.h"

enum {
	LABEL_COLUMNS = 120
};

/* Takes the set. One value is a page of its own. */
static void lead_to_set(struct ra_subject *out, struct ra_found *set, char *title)
{
	*out = (struct ra_subject){
		.page = RA_PAGE_VALUES, .number = RA_NO_CLASS, .set = *set, .title = title};
	*set = (struct ra_found){.class_index = RA_NO_CLASS};
	if (out->set.count == 1) {
		out->page = RA_PAGE_VALUE;
		out->node = out->set.nodes[0];
	}
}

static void lead_to_value(struct ra_subject *out, ra_node node)
{
	*out = (struct ra_subject){.page = RA_PAGE_VALUE, .node = node, .number = RA_NO_CLASS};
}

/* ---- who holds it ---- */

static bool make_holders(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_holders *const holders = &facts->answer->holders;

	(void)err;
	page->count = holders->count + (holders->other_bytes > 0);
	return true;
}

/* NULL: the row for all that is small. */
static const struct ra_holder *holder_at(const struct ra_facts *facts, uint32_t number)
{
	const struct ra_holders *const holders = &facts->answer->holders;

	return number < holders->count ? &holders->rows[number] : NULL;
}

static void row_of_holder(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct ra_holder *const holder = holder_at(facts, number);

	(void)page;
	row->has_bytes = true;
	row->bytes = holder ? holder->bytes : facts->answer->holders.other_bytes;
	if (!holder) {
		row->name = strdup("other");
		return;
	}
	row->name = strdup(holder->path_count > 0 ? holder->paths[0] : ra_holder_title(holder));
	row->value = ra_holder_contents(holder);
	row->has_number = holder->path_count > 0;
	row->number = holder->path_count + holder->more_paths;
}

static bool open_holder(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	const struct ra_holder *const holder = holder_at(facts, number);
	struct ra_found set = {.class_index = RA_NO_CLASS};

	(void)page;
	if (!holder || holder->node_count == 0) {
		return false;
	}
	set.nodes = calloc(holder->node_count, sizeof(*set.nodes));
	if (!set.nodes) {
		return ra_page_no_memory(err);
	}
	memcpy(set.nodes, holder->nodes, holder->node_count * sizeof(*set.nodes));
	set.count = holder->node_count;
	lead_to_set(out, &set, strdup("What holds it together"));
	return true;
}

static ra_node node_of_holder(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	const struct ra_holder *const holder = holder_at(facts, number);

	(void)page;
	return holder && holder->node_count > 0 ? holder->nodes[0] : RA_NO_NODE;
}

static void detail_of_holder(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	char *lines[RA_DETAIL_LINES])
{
	const struct ra_holder *const holder = holder_at(facts, number);
	struct ra_buffer paths = {0};

	(void)page;
	if (!holder) {
		lines[0] = strdup("what is too small for a row of its own: see the tree (2)");
		return;
	}
	for (uint32_t i = 0; i < holder->path_count; i++) {
		ra_buffer_printf(&paths, "%s%s", i > 0 ? " and " : "", holder->paths[i]);
	}
	if (holder->more_paths > 0) {
		ra_buffer_printf(&paths, " and %s more", RA_COUNT(holder->more_paths));
	}
	lines[0] = paths.length > 0 ? ra_buffer_take(&paths) : strdup(ra_holder_title(holder));
	lines[1] = holder->sample ? ra_text_printf("each like %s", holder->sample) : strdup("");
}

static char *title_of_holders(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	(void)page;
	return strdup("Who holds the memory: what goes when its places let go of it");
}

const struct ra_page_kind ra_page_holders = {
	.view = "Holders",
	.columns = {.bytes = "Memory",
		.number = "Places",
		.number_columns = 6,
		.name = "Held by",
		.value = "What",
		.name_share = 60},
	.orders = {"memory"},
	.make = make_holders,
	.drop = ra_page_drop_nothing,
	.row = row_of_holder,
	.open = open_holder,
	.node = node_of_holder,
	.detail = detail_of_holder,
	.title = title_of_holders,
};

/* ---- classes ---- */

struct class_item {
	struct ra_class_row row;
	char *name;
};

static const char *kind_title(uint8_t kind)
{
	switch ((enum ra_node_kind)kind) {
	case RA_NODE_ARRAY:
		return "(arrays)";
	case RA_NODE_STRING:
		return "(strings)";
	case RA_NODE_REFERENCE:
		return "(references)";
	default:
		return "(resources)";
	}
}

static int by_class_name(const void *left, const void *right)
{
	return strcmp(
		((const struct class_item *)left)->name, ((const struct class_item *)right)->name);
}

/* The most first; by name where they are equal. */
static int compare_numbers(uint64_t a, uint64_t b, const void *left, const void *right)
{
	return a != b ? (a > b ? -1 : 1) : by_class_name(left, right);
}

static int by_class_retained(const void *left, const void *right)
{
	return compare_numbers(((const struct class_item *)left)->row.retained_bytes,
		((const struct class_item *)right)->row.retained_bytes, left, right);
}

static int by_class_own(const void *left, const void *right)
{
	return compare_numbers(((const struct class_item *)left)->row.own_bytes,
		((const struct class_item *)right)->row.own_bytes, left, right);
}

static int by_class_count(const void *left, const void *right)
{
	return compare_numbers(((const struct class_item *)left)->row.count,
		((const struct class_item *)right)->row.count, left, right);
}

static void drop_classes(struct ra_page *page)
{
	struct class_item *const items = page->rows;

	for (uint32_t i = 0; items && i < page->count; i++) {
		free(items[i].name);
	}
	ra_page_drop_rows(page);
}

static bool is_of_package(
	const struct ra_facts *facts, const struct ra_page *page, const struct ra_class_row *row)
{
	return page->subject.number == RA_NO_CLASS ||
		   (row->class_index != RA_NO_CLASS &&
			   facts->package_of_class[row->class_index] == page->subject.number);
}

static bool make_classes(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	static int (*const compare[])(const void *, const void *) = {
		by_class_retained, by_class_own, by_class_count, by_class_name};
	struct ra_class_rows rows;
	struct class_item *items;
	bool good = true;

	if ((page->subject.number != RA_NO_CLASS && !ra_facts_packages(facts, err)) ||
		!ra_query_classes(facts->snapshot, &rows, err)) {
		return false;
	}
	items = calloc((size_t)rows.count + 1, sizeof(*items));
	good = items != NULL;
	page->rows = items;
	page->count = 0;
	for (uint32_t i = 0; good && i < rows.count; i++) {
		const struct ra_class_row *const row = &rows.items[i];

		if (!is_of_package(facts, page, row)) {
			continue;
		}
		items[page->count] = (struct class_item){
			*row, row->class_index == RA_NO_CLASS
					  ? strdup(kind_title(row->kind))
					  : ra_class_name(facts->snapshot->graph, row->class_index)};
		good = items[page->count].name != NULL;
		page->count += good;
	}
	ra_class_rows_done(&rows);
	if (!good) {
		drop_classes(page);
		return ra_page_no_memory(err);
	}
	qsort(items, page->count, sizeof(*items), compare[page->order]);
	return true;
}

static void row_of_class(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct class_item *const item = (const struct class_item *)page->rows + number;

	(void)facts;
	row->has_bytes = row->has_number = true;
	row->bytes = item->row.retained_bytes;
	row->number = item->row.count;
	row->name = strdup(item->name);
	row->value = strdup(RA_SHORT_SIZE(item->row.own_bytes));
}

static bool open_class(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	const struct class_item *const item = (const struct class_item *)page->rows + number;
	struct ra_found set;

	if (!ra_query_members(facts->snapshot, &item->row, &set, err)) {
		return false;
	}
	lead_to_set(out, &set,
		item->row.class_index == RA_NO_CLASS
			? ra_text_printf("All %.*s", (int)strlen(item->name) - 2, item->name + 1)
			: ra_text_printf("Objects of %s", item->name));
	return true;
}

static void detail_of_class(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	char *lines[RA_DETAIL_LINES])
{
	const struct class_item *const item = (const struct class_item *)page->rows + number;

	(void)facts;
	lines[0] = strdup(item->name);
	lines[1] = ra_text_printf("%s of them, own %s, retained together %s", RA_COUNT(item->row.count),
		RA_SIZE(item->row.own_bytes), RA_SIZE(item->row.retained_bytes));
}

static char *title_of_classes(struct ra_facts *facts, const struct ra_page *page)
{
	return page->subject.number == RA_NO_CLASS
			   ? strdup("Classes: what all of their objects retain together")
			   : ra_text_printf("Classes of %s", facts->packages.rows[page->subject.number].name);
}

const struct ra_page_kind ra_page_classes = {
	.view = "Classes",
	.columns = {.bytes = "Retained",
		.number = "Objects",
		.name = "Class",
		.value = "Own",
		.name_share = 72},
	.orders = {"retained", "own", "objects", "name"},
	.make = make_classes,
	.drop = drop_classes,
	.row = row_of_class,
	.open = open_class,
	.detail = detail_of_class,
	.title = title_of_classes,
};

/* ---- packages ---- */

static int by_objects(const void *left, const void *right, void *context)
{
	const struct ra_package *const rows = context;
	const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return rows[a].objects != rows[b].objects ? (rows[a].objects > rows[b].objects ? -1 : 1)
											  : (a > b) - (a < b);
}

static bool make_packages(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_packages *const packages = ra_facts_packages(facts, err);
	uint32_t *const numbers =
		packages ? calloc((size_t)packages->count + 1, sizeof(*numbers)) : NULL;

	if (!numbers) {
		return ra_page_no_memory(err);
	}
	for (uint32_t i = 0; i < packages->count; i++) {
		numbers[i] = i;
	}
	if (page->order == 1) {
		ra_sort_stable(numbers, packages->count, sizeof(*numbers), by_objects, packages->rows);
	}
	page->rows = numbers;
	page->count = packages->count;
	return true;
}

static const struct ra_package *package_at(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	return &facts->packages.rows[((const uint32_t *)page->rows)[number]];
}

static void row_of_package(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct ra_package *const package = package_at(facts, page, number);

	row->has_bytes = row->has_number = true;
	row->bytes = package->bytes;
	row->number = package->objects;
	row->name = strdup(package->name);
	row->value = strdup(package->kind);
}

static bool open_package(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)err;
	*out = (struct ra_subject){
		.page = RA_PAGE_CLASSES, .number = ((const uint32_t *)page->rows)[number]};
	return strcmp(package_at(facts, page, number)->kind, "unknown") != 0;
}

static void detail_of_package(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	char *lines[RA_DETAIL_LINES])
{
	const struct ra_package *const package = package_at(facts, page, number);

	lines[0] = strdup(package->name);
	lines[1] =
		strcmp(package->kind, "unknown") == 0
			? strdup("memory that no value leads to")
			: ra_text_printf("Enter lists its classes; %s objects of them, wherever they are held",
				  RA_COUNT(package->objects));
}

static char *title_of_packages(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	(void)page;
	return strdup("Packages: whose code keeps the memory");
}

const struct ra_page_kind ra_page_packages = {
	.view = "Packages",
	.columns = {.bytes = "Memory",
		.number = "Objects",
		.name = "Package",
		.value = "Kind",
		.name_share = 70},
	.orders = {"memory", "objects"},
	.make = make_packages,
	.drop = ra_page_drop_rows,
	.row = row_of_package,
	.open = open_package,
	.detail = detail_of_package,
	.title = title_of_packages,
};

/* ---- strings ---- */

static bool make_strings(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	struct ra_string_rows rows;

	ra_facts_busy(facts, "reading strings");
	if (!ra_query_strings(facts->snapshot, NULL, page->order == 1, &rows, err)) {
		return false;
	}
	page->rows = rows.items;
	page->count = rows.count;
	return true;
}

static void row_of_string(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	static const char prefix[] = "string ";
	const struct ra_string_row *const string = (const struct ra_string_row *)page->rows + number;

	row->has_bytes = row->has_number = true;
	row->bytes = string->bytes;
	row->number = string->copies;
	row->name = ra_query_label(facts->snapshot, string->first, LABEL_COLUMNS);
	row->value = strdup(RA_SHORT_SIZE(string->length));
	if (row->name &&
		strncmp(row->name, prefix, strlen(prefix)) == 0) { /* all of them are strings */
		memmove(row->name, row->name + strlen(prefix), strlen(row->name + strlen(prefix)) + 1);
	}
}

static bool open_string(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	const struct ra_string_row *const string = (const struct ra_string_row *)page->rows + number;
	struct ra_found set;

	if (string->copies == 1) {
		lead_to_value(out, string->first);
		return true;
	}
	ra_facts_busy(facts, "looking for equal strings");
	if (!ra_query_equal_strings(facts->snapshot, string->first, &set, err)) {
		return false;
	}
	lead_to_set(out, &set,
		ra_text_printf("%s equal strings of %s", RA_COUNT(set.count), RA_SIZE(string->length)));
	return true;
}

static ra_node node_of_string(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	(void)facts;
	return ((const struct ra_string_row *)page->rows)[number].first;
}

static char *title_of_strings(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	(void)page;
	return strdup("Strings: equal ones together");
}

const struct ra_page_kind ra_page_strings = {
	.view = "Strings",
	.columns = {.bytes = "Memory",
		.number = "Copies",
		.name = "Content",
		.name_is_content = true,
		.value = "Length",
		.name_share = 72},
	.orders = {"memory", "copies"},
	.make = make_strings,
	.drop = ra_page_drop_rows,
	.row = row_of_string,
	.open = open_string,
	.node = node_of_string,
	.title = title_of_strings,
};

/* ---- the call stack ---- */

static int by_frame_retained(const void *left, const void *right)
{
	const struct ra_stack_row *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return (a->frame->node > b->frame->node) - (a->frame->node < b->frame->node);
}

/* Running calls first, then those that wait. */
static bool make_stack(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	struct ra_stack_rows running, waiting;
	struct ra_stack_row *rows;

	if (!ra_query_stack(facts->snapshot, false, &running, err)) {
		return false;
	}
	if (!ra_query_stack(facts->snapshot, true, &waiting, err)) {
		ra_stack_rows_done(&running);
		return false;
	}
	rows = calloc((size_t)running.count + waiting.count + 1, sizeof(*rows));
	if (rows) {
		memcpy(rows, running.items, running.count * sizeof(*rows));
		memcpy(rows + running.count, waiting.items, waiting.count * sizeof(*rows));
		page->count = running.count + waiting.count;
		page->rows = rows;
	}
	ra_stack_rows_done(&running);
	ra_stack_rows_done(&waiting);
	if (rows && page->order == 1 && page->count > 0) {
		qsort(rows, page->count, sizeof(*rows), by_frame_retained);
	}
	return rows || ra_page_no_memory(err);
}

static const struct ra_stack_row *call_at(const struct ra_page *page, uint32_t number)
{
	return (const struct ra_stack_row *)page->rows + number;
}

static char *file_of(const struct ra_facts *facts, const struct ra_frame_info *frame)
{
	size_t length;
	const char *const bytes = ra_graph_name(facts->snapshot->graph, frame->file, &length);

	return ra_text_clean(bytes, length);
}

static void row_of_call(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct ra_stack_row *const call = call_at(page, number);
	char *const file = file_of(facts, call->frame);
	const char *const slash = file ? strrchr(file, '/') : NULL;

	row->has_bytes = true;
	row->bytes = call->retained_bytes;
	row->has_number = call->count > 1;
	row->number = call->count;
	row->name = ra_frame_text(facts->snapshot, call->frame);
	row->value = ra_text_printf("%s%s", call->frame->chain != 0 ? "waits  " : "",
		slash && slash[1] ? slash + 1
		: file            ? file
						  : "");
	free(file);
}

static bool open_call(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)facts;
	(void)err;
	lead_to_value(out, call_at(page, number)->frame->node);
	return true;
}

static ra_node node_of_call(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	(void)facts;
	return call_at(page, number)->frame->node;
}

static void detail_of_call(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	char *lines[RA_DETAIL_LINES])
{
	const struct ra_stack_row *const call = call_at(page, number);
	char *const file = file_of(facts, call->frame);

	lines[0] = ra_frame_text(facts->snapshot, call->frame);
	lines[1] = !file || *file == '\0'  ? strdup("a function of PHP itself")
			   : call->frame->line > 0 ? ra_text_printf("%s:%" PRId32, file, call->frame->line)
									   : strdup(file);
	free(file);
}

static char *title_of_stack(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	return strdup(page->count > 0 ? "Calls, the innermost first: Enter lists the variables"
								  : "No PHP code was running");
}

const struct ra_page_kind ra_page_stack = {
	.view = "Stack",
	.columns = {.bytes = "Retained",
		.number = "Times",
		.number_columns = 7,
		.name = "Call",
		.value = "File",
		.name_share = 65},
	.orders = {"calls", "retained"},
	.make = make_stack,
	.drop = ra_page_drop_rows,
	.row = row_of_call,
	.open = open_call,
	.node = node_of_call,
	.detail = detail_of_call,
	.title = title_of_stack,
};
