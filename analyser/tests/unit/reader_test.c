/* A source without any dump: a graph built here, and a reader over a table of texts. All passes, the
 * answer, the queries and the writers run on it, and where it cannot tell they leave it out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "answer/answer.h"
#include "export/export.h"
#include "graph/graph.h"
#include "graph/tally.h"
#include "query/query.h"
#include "reader/heap.h"
#include "reader/reader.h"
#include "report/out_html.h"
#include "report/out_report.h"
#include "walk/snapshot.h"

enum {
	ROWS = 40,
	MAX_NODES = 512,
	ADDRESS_STEP = 64, /* a node's address is its number times this */
	STRING_BYTES = 4096,
	OBJECT_BYTES = 56,
	PROCESS = 4711
};

struct kept_graph {
	struct ra_graph *graph;
	struct ra_heap heap; /* not found: nothing is known of an allocator */
	struct ra_snapshot snapshot;
	const char *text[MAX_NODES]; /* of strings */
	ra_node list;
	uint32_t class_index;
	unsigned asked; /* how many strings were read */
};

static ra_node node_at(ra_addr at)
{
	return (ra_node)(at / ADDRESS_STEP);
}

static bool read_string(void *source, ra_addr at, struct ra_string *string)
{
	struct kept_graph *const kept = source;
	const ra_node node = node_at(at);

	if (node >= kept->graph->node_count || !kept->text[node]) {
		return false;
	}
	kept->asked++;
	*string = (struct ra_string){.length = strlen(kept->text[node]), .text = at, .refcount = 1};
	return true;
}

static bool read_text(
	void *source, const struct ra_string *string, uint64_t from, void *out, size_t length)
{
	struct kept_graph *const kept = source;

	memcpy(out, kept->text[node_at(string->text)] + from, length);
	return true;
}

static bool read_array(void *source, ra_addr at, struct ra_array *array)
{
	struct kept_graph *const kept = source;

	if (node_at(at) != kept->list) {
		return false;
	}
	*array = (struct ra_array){.table_bytes = 65536,
		.used_bytes = ROWS * 16,
		.used = ROWS,
		.count = ROWS,
		.capacity = 4096,
		.refcount = 1,
		.packed = true};
	return true;
}

static void visit_elements(
	void *source, ra_addr at, const struct ra_array *array, ra_visit_element *visit, void *context)
{
	struct kept_graph *const kept = source;
	const struct ra_graph *const graph = kept->graph;
	const ra_node node = node_at(at);

	(void)array;
	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		const struct ra_element element = {.index = ra_edge_index(graph, e),
			.value = {.payload = ra_node_address(graph, graph->edge_to[e]),
				.type = graph->kind[graph->edge_to[e]] == RA_NODE_OBJECT ? RA_TYPE_OBJECT
																		 : RA_TYPE_STRING}};

		if (!visit(context, &element)) {
			return;
		}
	}
}

static bool read_class(void *source, ra_addr object, ra_addr *class_entry)
{
	struct kept_graph *const kept = source;
	const uint32_t index = ra_node_class(kept->graph, node_at(object));

	*class_entry = kept->graph->classes[index].entry;
	return true;
}

static bool read_process(void *source, struct ra_process *process)
{
	(void)source;
	*process = (struct ra_process){
		.pid = PROCESS, .rss_bytes = -1, .php_version = "v84", .php_minor = 804};
	return true;
}

static ra_node add(struct kept_graph *kept, enum ra_node_kind kind, uint64_t bytes)
{
	struct ra_graph *const graph = kept->graph;
	const ra_node node = ra_graph_add_node(graph, kind, (ra_addr)graph->node_count * ADDRESS_STEP);

	ra_graph_set_own_bytes(graph, node, bytes);
	ra_graph_set_class(graph, node, RA_NO_CLASS);
	return node;
}

static ra_name name_of(struct kept_graph *kept, const char *text)
{
	return ra_graph_intern(kept->graph, text, strlen(text));
}

static ra_node add_string(struct kept_graph *kept, const char *text)
{
	const ra_node node = add(kept, RA_NODE_STRING, STRING_BYTES);

	kept->text[node] = text;
	ra_graph_set_refcount(kept->graph, node, 1);
	return node;
}

static ra_node add_object(struct kept_graph *kept, const char *name)
{
	struct ra_graph *const graph = kept->graph;
	const ra_node node = add(kept, RA_NODE_OBJECT, OBJECT_BYTES);

	ra_graph_set_class(graph, node, kept->class_index);
	ra_graph_set_refcount(graph, node, 1);
	graph->classes[kept->class_index].instance_count++;
	graph->classes[kept->class_index].content_bytes += OBJECT_BYTES;
	ra_graph_add_edge(
		graph, node, add_string(kept, name), RA_LINK_PROPERTY, name_of(kept, "name"), 0);
	return node;
}

/* A list of objects in a local variable of the main script, and two objects that hold each other. */
static void build(struct kept_graph *kept)
{
	struct ra_graph *const graph = kept->graph;
	const struct ra_class cls = {.name = name_of(kept, "App\\User"),
		.entry = UINT64_C(1) << 32,
		.parent = RA_NO_CLASS,
		.property_count = 1};
	const ra_node calls = add(kept, RA_NODE_ROOT, 0);
	const ra_node garbage = add(kept, RA_NODE_ROOT, 0);
	const ra_node frame = add(kept, RA_NODE_FRAME, 96);
	const struct ra_frame_info info = {.node = frame,
		.function = name_of(kept, "<main>"),
		.file = name_of(kept, "/app/import.php"),
		.line = 28};

	ra_graph_set_address(graph, calls, 0);
	ra_graph_set_address(graph, garbage, 0);
	kept->class_index = ra_graph_add_class(graph, &cls);
	ra_graph_add_edge(graph, RA_SUPER_ROOT, calls, RA_LINK_ROOT, name_of(kept, "call_frames"), 0);
	ra_graph_add_edge(
		graph, RA_SUPER_ROOT, garbage, RA_LINK_ROOT, name_of(kept, "objects_store"), 0);
	ra_graph_add_edge(graph, calls, frame, RA_LINK_FRAME, 0, 0);
	ra_graph_add_frame(graph, &info);
	kept->list = add(kept, RA_NODE_ARRAY, 65536);
	ra_graph_set_refcount(graph, kept->list, 1);
	ra_graph_add_edge(graph, frame, kept->list, RA_LINK_LOCAL, name_of(kept, "users"), 0);
	for (uint32_t i = 0; i < ROWS; i++) {
		ra_graph_add_index_edge(graph, kept->list, add_object(kept, "the same for all"), i, 0);
	}
	const ra_node one = add_object(kept, "one"), other = add_object(kept, "other");

	ra_graph_add_edge(graph, one, other, RA_LINK_PROPERTY, name_of(kept, "peer"), 0);
	ra_graph_add_edge(graph, other, one, RA_LINK_PROPERTY, name_of(kept, "peer"), 0);
	ra_graph_add_edge(graph, garbage, one, RA_LINK_HANDLE, 1, RA_EDGE_WEAK);
	ra_graph_add_edge(graph, garbage, other, RA_LINK_HANDLE, 2, RA_EDGE_WEAK);
}

static int setup(void **state)
{
	struct kept_graph *const kept = calloc(1, sizeof(*kept));
	struct ra_snapshot *const snapshot = &kept->snapshot;
	struct ra_error err = {0};

	assert_non_null(kept);
	assert_true(ra_graph_new(&kept->graph, &err) && ra_tally_new(&snapshot->tally, &err));
	build(kept);
	assert_true(kept->graph->node_count < MAX_NODES);
	assert_true(ra_graph_finish(kept->graph, &err));
	snapshot->graph = kept->graph;
	snapshot->heap = &kept->heap;
	assert_true(ra_measures_compute(kept->graph, &snapshot->measures, &err));
	snapshot->reader = (struct ra_reader){.source = kept,
		.string = read_string,
		.text = read_text,
		.array = read_array,
		.elements = visit_elements,
		.class_of = read_class,
		.process = read_process};
	*state = kept;
	return 0;
}

static int teardown(void **state)
{
	struct kept_graph *const kept = *state;

	ra_measures_free(kept->snapshot.measures);
	ra_tally_free(kept->snapshot.tally);
	ra_graph_free(kept->graph);
	free(kept);
	return 0;
}

/* What `write` wrote; the caller's. */
static char *written(const char *path)
{
	FILE *const stream = fopen(path, "r");
	char *const text = calloc(1, 1 << 20);

	assert_non_null(stream);
	assert_non_null(text);
	assert_true(fread(text, 1, (1 << 20) - 1, stream) > 0);
	fclose(stream);
	unlink(path);
	return text;
}

static void a_report_needs_no_dump(void **state)
{
	struct kept_graph *const kept = *state;
	char path[] = "/tmp/rdump-reader-XXXXXX";
	struct ra_report *report;
	struct ra_output output;
	struct ra_error err = {0};

	close(mkstemp(path));
	assert_true(ra_report_make(&kept->snapshot, &report, &err));
	assert_true(kept->asked > ROWS);
	assert_non_null(ra_findings_first(&report->findings, "duplicate_strings"));
	assert_non_null(ra_findings_first(&report->findings, "sparse_array"));
	assert_true(report->answer->holders.count > 0);
	assert_int_equal(report->answer->pid, PROCESS);
	assert_string_equal(report->answer->php_version, "8.4");

	assert_true(ra_output_open(&output, path, &err));
	ra_out_text(&output, report);
	assert_true(ra_output_close(&output, &err));
	char *const text = written(path);

	assert_non_null(strstr(text, "App\\User"));
	assert_non_null(strstr(text, "$users"));
	assert_non_null(strstr(text, "the same for all"));
	free(text);

	json_t *const json = ra_report_json(report);

	assert_non_null(json);
	assert_true(json_is_null(json_object_get(json_object_get(json, "meta"), "memory_get_usage")));
	assert_string_equal(
		json_string_value(json_object_get(json_object_get(json, "meta"), "php_version")), "v84");
	json_decref(json);
	ra_report_free(report);
}

static char *page_of(struct kept_graph *kept)
{
	char path[] = "/tmp/rdump-reader-XXXXXX";
	struct ra_report *report;
	struct ra_outline *outline;
	struct ra_output output;
	struct ra_error err = {0};

	close(mkstemp(path));
	assert_true(ra_report_make(&kept->snapshot, &report, &err));
	assert_true(ra_outline_make(&kept->snapshot, &RA_HTML_LIMITS, &outline, &err));
	assert_true(ra_output_open(&output, path, &err));
	ra_out_html(&output, &(struct ra_html_source){report, outline, !kept->snapshot.hide_contents});
	assert_true(ra_output_close(&output, &err));
	ra_outline_free(outline);
	ra_report_free(report);
	return written(path);
}

static void a_page_needs_no_dump_and_can_hide_contents(void **state)
{
	struct kept_graph *const kept = *state;
	char *page = page_of(kept);

	assert_non_null(strstr(page, "the same for all"));
	assert_non_null(strstr(page, "App\\User"));
	free(page);
	kept->snapshot.hide_contents = true;
	page = page_of(kept);
	assert_null(strstr(page, "the same for all"));
	assert_non_null(strstr(page, "App\\User"));
	free(page);
	kept->snapshot.reader = (struct ra_reader){0};
	page = page_of(kept);
	assert_non_null(strstr(page, "</html>"));
	free(page);
}

static void a_source_that_tells_nothing_is_no_error(void **state)
{
	struct kept_graph *const kept = *state;
	struct ra_report *report;
	struct ra_error err = {0};

	kept->snapshot.reader = (struct ra_reader){0};
	assert_true(ra_report_make(&kept->snapshot, &report, &err));
	assert_int_equal(kept->asked, 0);
	assert_null(ra_findings_first(&report->findings, "duplicate_strings"));
	assert_true(report->answer->holders.count > 0);
	assert_null(report->answer->php_version);
	assert_false(report->answer->has_outside);
	json_t *const json = ra_report_json(report);

	assert_true(json_is_null(json_object_get(json_object_get(json, "meta"), "php_version")));
	json_decref(json);
	ra_report_free(report);
}

static void every_export_needs_no_dump(void **state)
{
	struct kept_graph *const kept = *state;
	const struct ra_export_options options = {0};

	for (uint32_t i = 0; i < ra_output_format_count; i++) {
		const struct ra_output_format *const format = &ra_output_formats[i];
		char path[] = "/tmp/rdump-reader-XXXXXX";
		struct ra_output output;
		struct ra_error err = {0};

		if (!format->write) {
			continue;
		}
		close(mkstemp(path));
		assert_true(ra_output_open(&output, path, &err));
		assert_true(format->write(&kept->snapshot, &options, &output, &err));
		assert_true(ra_output_close(&output, &err));
		char *const text = written(path);

		assert_true(format->binary || strstr(text, "User"));
		free(text);
	}
}

static void a_query_needs_no_dump(void **state)
{
	struct kept_graph *const kept = *state;
	struct ra_found found;
	struct ra_relations children;
	struct ra_error err = {0};

	assert_true(ra_query_find(&kept->snapshot, "<main>:28::$users", &found, &err));
	assert_int_equal(found.nodes[0], kept->list);
	assert_true(ra_query_children(
		&kept->snapshot, kept->list, &(struct ra_rows_wanted){.limit = ROWS}, &children, &err));
	assert_int_equal(children.count, ROWS);
	ra_relations_done(&children);
	ra_found_done(&found);

	char *const label = ra_query_label(&kept->snapshot, kept->list, 80);

	assert_non_null(label);
	free(label);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_report_needs_no_dump, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_page_needs_no_dump_and_can_hide_contents, setup, teardown),
		cmocka_unit_test_setup_teardown(a_source_that_tells_nothing_is_no_error, setup, teardown),
		cmocka_unit_test_setup_teardown(every_export_needs_no_dump, setup, teardown),
		cmocka_unit_test_setup_teardown(a_query_needs_no_dump, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
