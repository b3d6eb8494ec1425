/* Compares what the analyser finds in a dump with the facts that the dumped script wrote down
 * itself.
 *
 *     corpus_check NAME DUMP FACTS.json
 *
 * Prints one line: NAME, share analysed, share of it by guess, number of facts that agree, number
 * that do not; then a line for each that does not. Exit status 1 when one does not. */
#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/tally.h"
#include "php/engine.h"
#include "php/layout.h"
#include "php/zendmm.h"
#include "sha1.h"
#include "subject.h"
#include "walk/snapshot.h"

struct check {
	struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	json_t *facts;
	const char *script; /* "basic" */
	unsigned agreed;
	unsigned failed;
	char lines[65536];
	size_t used;
};

static void expect(struct check *check, bool agrees, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void expect(struct check *check, bool agrees, const char *format, ...)
{
	va_list arguments;
	int length;

	if (agrees) {
		check->agreed++;
		return;
	}
	check->failed++;
	va_start(arguments, format);
	length = vsnprintf(
		check->lines + check->used, sizeof(check->lines) - check->used - 2, format, arguments);
	va_end(arguments);
	if (length > 0 && check->used + (size_t)length + 2 < sizeof(check->lines)) {
		check->used += (size_t)length;
		memcpy(check->lines + check->used, "\n", 2);
		check->used++;
	}
}

static const char *name_of(const struct check *check, ra_name name)
{
	return ra_graph_name(check->graph, name, NULL);
}

static bool is_script(const struct check *check, const char *name)
{
	return strcmp(check->script, name) == 0;
}

/* ---- memory ---- */

static void check_memory(struct check *check)
{
	const struct ra_heap *heap = check->snapshot->heap;
	const struct ra_tally *tally = check->snapshot->tally;
	json_t *memory = json_object_get(check->facts, "memory");
	uint64_t own = 0;
	const struct {
		const char *name;
		uint64_t ours;
	} rows[] = {
		{"usage", heap->usage_bytes},
		{"real_usage", heap->real_usage_bytes},
		{"peak", heap->peak_bytes},
		{"real_peak", heap->real_peak_bytes},
	};

	expect(check, heap->found && !heap->partial && heap->counters_agree,
		"the heap is not whole or its counters disagree");
	for (ra_node node = 0; node < check->graph->node_count; node++) {
		own += ra_node_own_bytes(check->graph, node);
	}
	expect(check, own == tally->analysed_bytes,
		"own bytes of all nodes: %" PRIu64 ", analysed %" PRIu64, own, tally->analysed_bytes);
	if (!memory) {
		/* Out of memory: the block that could not be had is counted already. */
		expect(check, heap->usage_bytes - tally->live_bytes <= 3072,
			"live bytes %" PRIu64 ", usage %" PRIu64, tally->live_bytes, heap->usage_bytes);
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const uint64_t wanted = (uint64_t)json_integer_value(json_object_get(memory, rows[i].name));

		expect(check, rows[i].ours == wanted, "memory %s: %" PRIu64 ", not %" PRIu64, rows[i].name,
			rows[i].ours, wanted);
	}
	expect(check, tally->live_bytes == heap->usage_bytes, "live bytes %" PRIu64 ", usage %" PRIu64,
		tally->live_bytes, heap->usage_bytes);
}

static void check_share(struct check *check, double analysed)
{
	const double wanted = is_script(check, "engine") ? 99.0
						  : is_script(check, "basic") || is_script(check, "basic_full") ||
								  is_script(check, "cycles") || is_script(check, "findings") ||
								  is_script(check, "oom")
							  ? 99.5
							  : 0.0;

	expect(check, analysed >= wanted && analysed <= 100.0, "analysed %.3f %%, wanted %.1f %%",
		analysed, wanted);
}

/* ---- objects ---- */

/* Objects of the store only, per class name cut at its first NUL byte. */
static json_t *count_objects(const struct check *check)
{
	const struct ra_graph *graph = check->graph;
	const ra_node store = subject_root(graph, "objects_store");
	json_t *counts = json_object();

	for (uint32_t e = graph->edge_begin[store]; e < graph->edge_begin[store + 1]; e++) {
		const ra_node node = graph->edge_to[e];
		const char *name;

		if (graph->edge_kind[e] != RA_LINK_HANDLE || graph->kind[node] != RA_NODE_OBJECT) {
			continue;
		}
		name = name_of(check, graph->classes[ra_node_class(graph, node)].name);
		if (strcmp(name, "__iterator_wrapper") == 0) {
			continue; /* the facts leave them out */
		}
		json_object_set_new(
			counts, name, json_integer(json_integer_value(json_object_get(counts, name)) + 1));
	}
	return counts;
}

static void check_objects(struct check *check)
{
	const bool complete = json_is_true(json_object_get(check->facts, "objects_complete"));
	json_t *wanted = json_object_get(check->facts, "objects");
	json_t *counts = count_objects(check);
	const char *name;
	json_t *value;

	json_object_foreach(wanted, name, value)
	{
		json_int_t want = json_integer_value(value);
		const json_int_t have = json_integer_value(json_object_get(counts, name));

		if (is_script(check, "oom") && strcmp(name, "Import\\Row") == 0) {
			want = json_integer_value(json_object_get(check->facts, "rows_started"));
		}
		expect(check, have == want,
			"objects of %s: %" JSON_INTEGER_FORMAT ", not %" JSON_INTEGER_FORMAT, name, have, want);
	}
	if (complete) {
		json_object_foreach(counts, name, value)
		{
			expect(check, json_object_get(wanted, name) != NULL,
				"objects of %s: %" JSON_INTEGER_FORMAT ", not 0", name, json_integer_value(value));
		}
	}
	json_decref(counts);
}

/* ---- places ---- */

static ra_node find(const struct check *check, const char *where)
{
	char path[512];

	if (is_script(check, "engine") && !strchr(where, ':') && where[0] != '$') {
		snprintf(path, sizeof(path), "Engine\\Live::$hold[%s]", where);
		return subject_find(check->graph, path);
	}
	if (strcmp(where, "Report::$filter") == 0) {
		return subject_find(check->graph, "helper(): $report->filter");
	}
	return subject_find(check->graph, where);
}

static void check_object_ids(struct check *check)
{
	const char *where;
	json_t *fact;

	json_object_foreach(json_object_get(check->facts, "object_ids"), where, fact)
	{
		const ra_node node = find(check, where);
		const uint32_t wanted = (uint32_t)json_integer_value(json_object_get(fact, "id"));
		const uint32_t handle = subject_handle(check->graph, "objects_store", node);

		expect(check, handle == wanted, "%s: object #%u, not #%u", where, handle, wanted);
		if (node != RA_NO_NODE && check->graph->kind[node] == RA_NODE_OBJECT) {
			const char *name =
				name_of(check, check->graph->classes[ra_node_class(check->graph, node)].name);
			const char *want = json_string_value(json_object_get(fact, "class"));

			/* The facts were cut at NUL bytes by nobody here. */
			expect(check, want && strncmp(name, want, strlen(name)) == 0, "%s: a %s, not a %s",
				where, name, want);
		}
	}
}

static void check_strings(struct check *check)
{
	const char *where;
	json_t *fact;

	json_object_foreach(json_object_get(check->facts, "strings"), where, fact)
	{
		const ra_node node = find(check, where);
		const char *wanted = json_string_value(json_object_get(fact, "sha1"));
		struct ra_string string = {0};
		struct sha1 sha1;
		char hex[41] = "";

		if (node != RA_NO_NODE && ra_engine_string(check->snapshot->engine,
									  ra_node_address(check->graph, node), &string)) {
			sha1_init(&sha1);
			for (uint64_t i = 0; i < string.length; i++) {
				uint8_t byte = 0;

				ra_read_u8(check->snapshot->space, string.text + i, &byte);
				sha1_add(&sha1, &byte, 1);
			}
			sha1_hex(&sha1, hex);
		}
		expect(check, wanted && strcmp(hex, wanted) == 0,
			"string %s: %" PRIu64 " bytes, SHA-1 %s, not %s", where, string.length, hex, wanted);
	}
}

static bool key_is(
	const struct check *check, const struct ra_element *element, const json_t *wanted)
{
	struct ra_string string;
	char text[512];

	if (element->key == 0) {
		return json_is_integer(wanted) && json_integer_value(wanted) == element->index;
	}
	return json_is_string(wanted) &&
		   ra_engine_string(check->snapshot->engine, element->key, &string) &&
		   string.length == json_string_length(wanted) && string.length <= sizeof(text) &&
		   ra_space_read(check->snapshot->space, string.text, text, (size_t)string.length) &&
		   memcmp(text, json_string_value(wanted), (size_t)string.length) == 0;
}

static void check_array(struct check *check, const char *where, json_t *fact)
{
	const ra_node node = find(check, where);
	const uint32_t wanted = (uint32_t)json_integer_value(json_object_get(fact, "count"));
	const json_t *first = json_object_get(fact, "first_keys");
	struct ra_array array = {0};
	struct ra_elements elements;
	struct ra_element element = {0};
	uint32_t count = 0;

	if (wanted == 0 && node == RA_NO_NODE) {
		return; /* the engine's shared empty array, in read-only data that lean dumps lack */
	}
	if (node == RA_NO_NODE || check->graph->kind[node] != RA_NODE_ARRAY ||
		!ra_engine_table(check->snapshot->engine, ra_node_address(check->graph, node), &array)) {
		expect(check, false, "array %s: not found", where);
		return;
	}
	ra_elements_init(&elements, check->snapshot->engine, &array);
	while (ra_elements_next(&elements, &element)) {
		if (count < json_array_size(first)) {
			expect(check, key_is(check, &element, json_array_get(first, count)),
				"array %s: another key at %u", where, count);
		}
		count++;
	}
	expect(check, count == wanted && array.count == wanted, "array %s: %u elements, not %u", where,
		count, wanted);
	if (count) {
		expect(check, key_is(check, &element, json_object_get(fact, "last_key")),
			"array %s: another last key", where);
	}
}

static void check_arrays(struct check *check)
{
	const char *where;
	json_t *fact;

	json_object_foreach(json_object_get(check->facts, "arrays"), where, fact)
	{
		check_array(check, where, fact);
	}
}

/* ---- stack ---- */

/* "A->b" and "A::b" are "A::b" for us, "{main}" is "<main>"; a closure has its place in its
 * name. */
static bool same_function(const char *ours, const char *theirs)
{
	char text[512];
	char *arrow;

	snprintf(text, sizeof(text), "%s", theirs);
	arrow = strstr(text, "->");
	if (arrow) {
		memcpy(arrow, "::", 2);
	}
	if (strcmp(text, "{main}") == 0) {
		return strcmp(ours, "<main>") == 0;
	}
	if (strstr(text, "{closure")) {
		return strncmp(ours, "{closure}", 9) == 0;
	}
	return strcmp(ours, text) == 0;
}

static void check_stack(struct check *check)
{
	const struct ra_graph *graph = check->graph;
	json_t *stack = json_object_get(check->facts, "stack");
	const size_t count = json_array_size(stack);
	size_t f = 0;

	for (size_t i = 0; i < count; i++) {
		json_t *fact = json_array_get(stack, i);
		const char *function = json_string_value(json_object_get(fact, "function"));
		const json_t *line = json_object_get(fact, "line");

		if (f < graph->frame_count &&
			strcmp(name_of(check, graph->frames[f].function), "<fiber>") == 0) {
			f++; /* between the fiber's function and Fiber::start(); no backtrace shows it */
		}
		if (f >= graph->frame_count || graph->frames[f].chain != 0) {
			expect(check, false, "the call stack ends before %s", function);
			return;
		}
		expect(check, same_function(name_of(check, graph->frames[f].function), function),
			"frame %zu is %s, not %s", i, name_of(check, graph->frames[f].function), function);
		if (json_is_integer(line) && !graph->frames[f].internal) {
			expect(check, graph->frames[f].line == json_integer_value(line),
				"frame %zu (%s) at line %d, not %" JSON_INTEGER_FORMAT, i, function,
				graph->frames[f].line, json_integer_value(line));
		}
		f++;
	}
	expect(check, f == 0 || f >= graph->frame_count || graph->frames[f].chain != 0,
		"the call stack goes on after its end");
}

static void check_error_line(struct check *check)
{
	json_t *error = json_object_get(check->facts, "error");
	const struct ra_graph *graph = check->graph;

	if (!error) {
		return;
	}
	for (uint32_t f = 0; f < graph->frame_count; f++) {
		if (!graph->frames[f].internal) {
			expect(check,
				graph->frames[f].line == json_integer_value(json_object_get(error, "line")) &&
					strcmp(name_of(check, graph->frames[f].file),
						json_string_value(json_object_get(error, "file"))) == 0,
				"out of memory in %s:%d", name_of(check, graph->frames[f].file),
				graph->frames[f].line);
			return;
		}
	}
	expect(check, false, "no user frame");
}

/* ---- definitions ---- */

static bool listed(json_t *list, const char *name, bool fold)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *item = json_string_value(json_array_get(list, i));

		if (item && (fold ? strcasecmp(item, name) : strcmp(item, name)) == 0) {
			return true;
		}
	}
	return false;
}

/* get_declared_classes() leaves out interfaces and traits. */
static bool is_plain_class(const struct check *check, ra_node node)
{
	const struct ra_layout *layout = check->snapshot->layout;
	const uint32_t interface = ra_flag(layout, RA_CONST_ZEND_ACC_INTERFACE);
	const uint32_t trait = ra_flag(layout, RA_CONST_ZEND_ACC_TRAIT); /* two bits up to 7.3 */
	const uint32_t flags = ra_engine_u32(
		check->snapshot->engine, ra_node_address(check->graph, node), RA_zend_class_entry_ce_flags);

	return !(flags & interface) && (flags & trait) != trait;
}

/* Constants of the program itself (STDIN) are made at run time, but are not the script's. */
static bool is_counted(
	const struct check *check, ra_node node, enum ra_link_kind kind, const char *name)
{
	if (check->graph->flags[node] & RA_NODE_INTERNAL) {
		return false;
	}
	switch (kind) {
	case RA_LINK_CLASS:
		return is_plain_class(check, node);
	case RA_LINK_FUNCTION: /* closures stand there before 8.1, but nobody can call them */
		return strstr(name, "{closure") == NULL;
	default:
		return strncmp(name, "STD", 3) != 0 && strncmp(name, "PHP_", 4) != 0;
	}
}

/* A class declared late (up to 7.3) stands in the table under a second, made-up key as well. */
static bool seen_before(const struct ra_graph *graph, ra_node root, uint32_t edge)
{
	for (uint32_t e = graph->edge_begin[root]; e < edge; e++) {
		if (graph->edge_to[e] == graph->edge_to[edge]) {
			return true;
		}
	}
	return false;
}

static void check_names(
	struct check *check, const char *fact, const char *root_name, enum ra_link_kind kind, bool fold)
{
	const struct ra_graph *graph = check->graph;
	const ra_node root = subject_root(graph, root_name);
	json_t *wanted = json_object_get(check->facts, fact);
	size_t found = 0;

	for (uint32_t e = graph->edge_begin[root]; e < graph->edge_begin[root + 1]; e++) {
		const char *name = name_of(check, graph->edge_key[e]);

		if (graph->edge_kind[e] == kind && is_counted(check, graph->edge_to[e], kind, name) &&
			!seen_before(graph, root, e)) {
			found++;
			expect(check, listed(wanted, name, fold), "%s: %s is not one", fact, name);
		}
	}
	expect(check, found == json_array_size(wanted), "%s: %zu, not %zu", fact, found,
		json_array_size(wanted));
}

static bool string_text(void *context, ra_node node, const char **bytes, size_t *length)
{
	static char text[512];
	const struct check *check = context;
	struct ra_string string;

	if (!ra_engine_string(check->snapshot->engine, ra_node_address(check->graph, node), &string) ||
		string.length > sizeof(text) ||
		!ra_space_read(check->snapshot->space, string.text, text, (size_t)string.length)) {
		return false;
	}
	*bytes = text;
	*length = (size_t)string.length;
	return true;
}

static void check_included_files(struct check *check)
{
	const struct ra_graph *graph = check->graph;
	const ra_node root = subject_root(graph, "included_files");
	json_t *wanted = json_object_get(check->facts, "included_files");
	size_t found = 0;

	for (uint32_t e = graph->edge_begin[root]; e < graph->edge_begin[root + 1]; e++) {
		const char *bytes;
		size_t length;
		char name[512];

		if (graph->edge_kind[e] == RA_LINK_KEY_STRING &&
			string_text(check, graph->edge_to[e], &bytes, &length) && length < sizeof(name)) {
			memcpy(name, bytes, length);
			name[length] = '\0';
			found++;
			expect(check, listed(wanted, name, false), "included file %s is not one", name);
		}
	}
	expect(check, found == json_array_size(wanted), "included files: %zu, not %zu", found,
		json_array_size(wanted));
}

/* ---- facts of single scripts ---- */

static uint32_t count_with(
	const struct check *check, const char *class_name, enum ra_link_kind kind)
{
	const struct ra_graph *graph = check->graph;
	uint32_t count = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_OBJECT &&
			strcmp(name_of(check, graph->classes[ra_node_class(graph, node)].name), class_name) ==
				0) {
			count += subject_count(graph, node, kind) > 0;
		}
	}
	return count;
}

static void check_generators(struct check *check)
{
	json_t *fact = json_object_get(check->facts, "generators");
	const uint32_t all = (uint32_t)json_integer_value(
		json_object_get(json_object_get(check->facts, "objects"), "Generator"));
	uint32_t alive;

	if (!fact) {
		return;
	}
	alive = all - (uint32_t)json_integer_value(json_object_get(fact, "finished"));
	expect(check, count_with(check, "Generator", RA_LINK_FRAME) == alive,
		"generators with a frame: %u, not %u", count_with(check, "Generator", RA_LINK_FRAME),
		alive);
}

static void check_fibers(struct check *check)
{
	const struct ra_graph *graph = check->graph;
	json_t *fact = json_object_get(check->facts, "fibers");
	json_t *stack = json_object_get(fact, "stack_of_fiber_suspended");
	const ra_node fiber = fact ? find(check, "fiber_suspended") : RA_NO_NODE;
	uint32_t f = 0;

	if (!fact) {
		return;
	}
	expect(check,
		count_with(check, "Fiber", RA_LINK_FRAME) ==
			json_integer_value(json_object_get(fact, "suspended")),
		"suspended fibers: %u", count_with(check, "Fiber", RA_LINK_FRAME));
	while (f < graph->frame_count && fiber != RA_NO_NODE &&
		   subject_child(graph, fiber, RA_LINK_FRAME, "") != graph->frames[f].node) {
		f++;
	}
	for (size_t i = 0; i + 1 < json_array_size(stack); i++, f++) { /* the last is the fiber's own */
		const char *function = json_string_value(json_array_get(stack, i));

		expect(check,
			f < graph->frame_count &&
				strcmp(name_of(check, graph->frames[f].function), function) == 0,
			"fiber_suspended: frame %zu is not %s", i, function);
	}
}

static void check_resources(struct check *check)
{
	const char *name;
	json_t *fact;

	json_object_foreach(json_object_get(check->facts, "resources"), name, fact)
	{
		const uint32_t handle = subject_handle(check->graph, "regular_list", find(check, name));

		expect(check, handle == json_integer_value(fact),
			"resource %s: #%u, not #%" JSON_INTEGER_FORMAT, name, handle, json_integer_value(fact));
	}
}

static void check_fragmentation(struct check *check)
{
	const struct ra_heap *heap = check->snapshot->heap;
	json_t *fact = json_object_get(check->facts, "fragmentation");
	json_t *huge = json_object_get(fact, "huge_blocks_live");
	const uint64_t cached =
		(uint64_t)json_integer_value(json_object_get(fact, "cached_chunk_bytes"));

	if (!fact) {
		return;
	}
	expect(check, heap->cached_chunk_count * (uint64_t)RA_CHUNK_BYTES == cached,
		"cached chunks: %u", heap->cached_chunk_count);
	expect(check, heap->huge_count >= json_array_size(huge), "huge blocks: %u", heap->huge_count);
	for (size_t i = 0; i < json_array_size(huge); i++) {
		const uint64_t content = (uint64_t)json_integer_value(json_array_get(huge, i));
		bool found = false;

		for (uint32_t h = 0; h < heap->huge_count; h++) {
			found = found || (heap->huge[h].bytes > content &&
								 heap->huge[h].bytes - content <= 2 * RA_PAGE_BYTES);
		}
		expect(check, found, "no huge block for %" PRIu64 " bytes", content);
	}
}

static bool holds_class(
	const struct check *check, const struct ra_component *component, const char *class_name)
{
	const struct ra_graph *graph = check->graph;

	for (uint32_t i = 0; i < component->node_count; i++) {
		const ra_node node = check->snapshot->measures->component_nodes[component->first + i];

		if (graph->kind[node] == RA_NODE_OBJECT &&
			strcmp(name_of(check, graph->classes[ra_node_class(graph, node)].name), class_name) ==
				0) {
			return true;
		}
	}
	return false;
}

static void check_cycles(struct check *check)
{
	const struct ra_measures *measures = check->snapshot->measures;
	json_t *fact;
	size_t i;

	json_array_foreach(json_object_get(check->facts, "cycles"), i, fact)
	{
		const char *class_name =
			json_string_value(json_array_get(json_object_get(fact, "classes"), 0));
		uint32_t cycles = 0, reachable = 0;

		for (uint32_t c = 0; c < measures->component_count; c++) {
			if (holds_class(check, &measures->components[c], class_name)) {
				cycles++;
				reachable += measures->components[c].reachable;
			}
		}
		expect(check, cycles == json_integer_value(json_object_get(fact, "cycles")),
			"cycles of %s: %u", class_name, cycles);
		expect(check, reachable == json_integer_value(json_object_get(fact, "reachable")),
			"reachable cycles of %s: %u", class_name, reachable);
	}
}

/* Items of the SPL containers, as the walk links them. */
static void check_spl(struct check *check)
{
	const char *name;
	json_t *fact;

	json_object_foreach(json_object_get(check->facts, "spl"), name, fact)
	{
		const ra_node node = find(check, name);
		uint32_t items;

		if (strcmp(name, "ArrayObject") == 0 || node == RA_NO_NODE) {
			expect(check, node != RA_NO_NODE, "%s: not found", name);
			continue;
		}
		items = subject_count(check->graph, node, RA_LINK_MAP_ENTRY) +
				subject_count(check->graph, node, RA_LINK_INDEX);
		expect(check, items >= json_integer_value(fact), "%s: %u items", name, items);
	}
}

/* ---- together ---- */

static void check_all(struct check *check, double analysed)
{
	subject_use_text(string_text, check);
	check_memory(check);
	check_share(check, analysed);
	check_objects(check);
	check_object_ids(check);
	check_strings(check);
	check_arrays(check);
	check_stack(check);
	check_error_line(check);
	check_names(check, "user_classes", "class_table", RA_LINK_CLASS, false);
	check_names(check, "user_functions", "function_table", RA_LINK_FUNCTION, true);
	check_names(check, "user_constants", "global_constants", RA_LINK_CONSTANT, true);
	check_included_files(check);
	check_generators(check);
	check_fibers(check);
	check_resources(check);
	check_fragmentation(check);
	check_cycles(check);
	check_spl(check);
}

int main(int argc, char **argv)
{
	const struct ra_snapshot_options options = {
		.space = {.no_files = true}, .measures = true, .quiet = true};
	struct ra_error err = {0};
	struct check *check = calloc(1, sizeof(*check));
	const struct ra_tally *tally;
	double analysed, guessed;

	if (argc != 4 || !check || !(check->facts = json_load_file(argv[3], JSON_ALLOW_NUL, NULL))) {
		fputs("usage: corpus_check NAME DUMP FACTS.json\n", stderr);
		return 2;
	}
	check->script = strrchr(argv[1], '/') ? strrchr(argv[1], '/') + 1 : argv[1];
	if (!ra_snapshot_open(argv[2], &options, &check->snapshot, &err)) {
		printf("%s 0 0 0 1\n    %s\n", argv[1], err.message);
		return 1;
	}
	check->graph = check->snapshot->graph;
	tally = check->snapshot->tally;
	analysed =
		100.0 * (double)tally->analysed_bytes / (double)(tally->live_bytes + !tally->live_bytes);
	guessed =
		100.0 * (double)tally->guessed_bytes / (double)(tally->live_bytes + !tally->live_bytes);
	check_all(check, analysed);
	printf("%s %.3f %.3f %u %u\n", argv[1], analysed, guessed, check->agreed, check->failed);
	for (char *line = strtok(check->lines, "\n"); line; line = strtok(NULL, "\n")) {
		printf("    %s\n", line);
	}
	argc = check->failed != 0;
	ra_snapshot_close(check->snapshot);
	json_decref(check->facts);
	free(check);
	return argc;
}
