/* Tests of the server for assistants: the protocol, hostile clients, which files may be read, pages, and that contents of
 * strings stay hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "dump_builder.h"
#include "export/formats.h"
#include "heap_builder.h"
#include "mcp/server.h"
#include "query/indexed.h"
#include "walk/dump_index.h"

enum {
	USUAL_ANSWER = 5000
};

struct fixture { /* folder/root/inner/a.rdump and folder/outside.rdump: the same dump */
	char folder[64];
	char root[80];
	char inside[112];
	char outside[112];
	char *files[1];
	struct ra_server server;
};

static void write_dump(const char *folder, const char *name)
{
	struct heap_builder *const heap = heap_sample(80200, false);
	size_t length;
	uint8_t *const bytes = heap_bytes(heap, &length);

	write_test_file(folder, name, bytes, length);
	free(bytes);
	heap_free(heap);
}

static int set_up(void **state)
{
	struct fixture *const f = calloc(1, sizeof(*f));
	struct ra_error err = {0};
	char inner[96];

	snprintf(f->folder, sizeof(f->folder), "/tmp/rdump-mcp-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->root, sizeof(f->root), "%s/root", f->folder);
	snprintf(inner, sizeof(inner), "%s/inner", f->root);
	assert_int_equal(mkdir(f->root, 0700), 0);
	assert_int_equal(mkdir(inner, 0700), 0);
	write_dump(inner, "a.rdump");
	write_dump(f->folder, "outside.rdump");
	snprintf(f->inside, sizeof(f->inside), "%s/a.rdump", inner);
	snprintf(f->outside, sizeof(f->outside), "%s/outside.rdump", f->folder);
	f->files[0] = f->inside;
	f->server.tools.shelf.options = (struct ra_snapshot_options){
		.measures = true, .quiet = true, .hide_contents = true, .space.no_files = true};
	assert_true(ra_allowed_init(&f->server.tools.allowed, f->files, 1, f->root, &err));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *const f = *state;
	char command[128];

	ra_tools_done(&f->server.tools);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->folder);
	free(f);
	return system(command);
}

/* The answer to a line; NULL: none. */
static json_t *answer_to(struct fixture *f, const char *line)
{
	char *const text = ra_server_answer(&f->server, line, strlen(line));
	json_t *answer = NULL;

	if (text) {
		assert_int_equal(strcspn(text, "\n") + 1, strlen(text)); /* one line, and it ends */
		answer = json_loads(text, 0, NULL);
		assert_non_null(answer);
	}
	free(text);
	return answer;
}

static int error_of(struct fixture *f, const char *line)
{
	json_t *const answer = answer_to(f, line);
	const int code =
		(int)json_integer_value(json_object_get(json_object_get(answer, "error"), "code"));

	assert_non_null(answer);
	assert_string_equal(json_string_value(json_object_get(answer, "jsonrpc")), "2.0");
	assert_non_null(json_object_get(answer, "id"));
	json_decref(answer);
	return code;
}

/* The text of a tool's answer, owned; *failed: it is an error. The whole message is as short as promised. */
static char *ask(struct fixture *f, const char *tool, const char *arguments, bool *failed)
{
	char line[2048];
	json_t *result;

	snprintf(line, sizeof(line),
		"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\","
		"\"params\":{\"name\":\"%s\",\"arguments\":%s}}",
		tool, arguments);

	char *const text = ra_server_answer(&f->server, line, strlen(line));

	assert_non_null(text);
	if (!strstr(arguments, "max_bytes")) {
		assert_in_range(strlen(text), 1, USUAL_ANSWER);
	}
	json_t *const answer = json_loads(text, 0, NULL);

	result = json_object_get(answer, "result");
	assert_non_null(result);
	assert_int_equal(json_integer_value(json_object_get(answer, "id")), 7);
	*failed = json_is_true(json_object_get(result, "isError"));

	char *const content = strdup(json_string_value(
		json_object_get(json_array_get(json_object_get(result, "content"), 0), "text")));

	json_decref(answer);
	free(text);
	return content;
}

static void expect_in(struct fixture *f, const char *tool, const char *arguments, const char *part)
{
	bool failed;
	char *const text = ask(f, tool, arguments, &failed);

	if (failed || !strstr(text, part)) {
		fail_msg("%s %s: no '%s' in: %s", tool, arguments, part, text);
	}
	free(text);
}

static void expect_failure(
	struct fixture *f, const char *tool, const char *arguments, const char *part)
{
	bool failed;
	char *const text = ask(f, tool, arguments, &failed);

	if (!failed || !strstr(text, part)) {
		fail_msg("%s %s: no failure with '%s' but: %s", tool, arguments, part, text);
	}
	free(text);
}

/* ---- the protocol ---- */

static void expect_version(struct fixture *f, const char *wanted, const char *given)
{
	char line[256];

	snprintf(line, sizeof(line),
		"{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":{"
		"\"protocolVersion\":\"%s\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
		wanted);

	json_t *const answer = answer_to(f, line);
	json_t *const result = json_object_get(answer, "result");

	assert_string_equal(json_string_value(json_object_get(answer, "id")), "a");
	assert_string_equal(json_string_value(json_object_get(result, "protocolVersion")), given);
	assert_true(json_is_object(json_object_get(json_object_get(result, "capabilities"), "tools")));
	json_decref(answer);
}

static void versions_are_negotiated(void **state)
{
	expect_version(*state, "2024-11-05", "2024-11-05");
	expect_version(*state, "2025-03-26", "2025-03-26");
	expect_version(*state, "2025-06-18", "2025-06-18");
	expect_version(*state, "2025-11-25", "2025-11-25");
	expect_version(*state, "2099-01-01", "2025-11-25");
	assert_int_equal(
		error_of(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}"), -32602);
}

static void what_is_no_request_is_told(void **state)
{
	static const struct {
		const char *line;
		int code;
	} cases[] = {
		{"hello", -32700},
		{"{\"jsonrpc\":\"2.0\"", -32700},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", -32700},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", -32700},
		{"7", -32600},
		{"{}", -32600},
		{"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600},
		{"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600},
		{"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", -32600},
		{"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}", -32601},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}", -32602},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}",
			-32602},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}", -32602},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"rm\"}}",
			-32602},
		{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"show\",\"arguments\":3}}",
			-32602},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (error_of(*state, cases[i].line) != cases[i].code) {
			fail_msg("%s: not %d", cases[i].line, cases[i].code);
		}
	}
}

static void notifications_and_answers_are_not_answered(void **state)
{
	assert_null(
		answer_to(*state, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
	assert_null(answer_to(*state,
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}"));
	assert_null(answer_to(*state, "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}"));
}

static void batches_are_of_one_version(void **state)
{
	struct fixture *const f = *state;
	char long_batch[4096] = "[";

	expect_version(f, "2025-03-26", "2025-03-26");

	json_t *const answer = answer_to(f,
		"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"x\"},5]");

	assert_int_equal(json_array_size(answer), 2);
	json_decref(answer);
	assert_null(answer_to(f, "[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]"));
	assert_int_equal(error_of(f, "[]"), -32600);
	for (int i = 0; i < 100; i++) {
		strncat(long_batch, i ? ",{}" : "{}", sizeof(long_batch) - strlen(long_batch) - 2);
	}
	strncat(long_batch, "]", sizeof(long_batch) - strlen(long_batch) - 1);
	assert_int_equal(error_of(f, long_batch), -32600);
}

/* What the server writes when these bytes come in; owned. */
static char *conversation(struct fixture *f, const char *bytes, size_t length)
{
	struct ra_error err = {0};
	FILE *const in = fmemopen((void *)(uintptr_t)bytes, length, "r");
	char *written = NULL;
	size_t size;
	FILE *const out = open_memstream(&written, &size);

	assert_true(ra_server_run(&f->server, in, out, &err));
	fclose(in);
	fclose(out);
	return written;
}

static void hostile_lines_are_bounded(void **state)
{
	static const char ping[] = "\n{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}";
	const size_t huge = 3 << 20;
	char *const bytes = malloc(huge + sizeof(ping));
	char *written;

	/* longer than a message may be, then deeper: a sound one is answered afterwards, without a line break at the end */
	for (int deep = 0; deep < 2; deep++) {
		const size_t length = deep ? 200000 : huge;

		memset(bytes, deep ? '[' : 'x', length);
		memcpy(bytes + length, ping, sizeof(ping));
		written = conversation(*state, bytes, length + sizeof(ping) - 1);
		assert_non_null(strstr(written, deep ? "-32700" : "-32600"));
		assert_non_null(strstr(written, "\"id\":5,\"result\":{}"));
		free(written);
	}
	free(bytes);
	written = conversation(*state, "\n \r\n\n", 5);
	assert_string_equal(written, "");
	free(written);
}

static void tools_have_schemas(void **state)
{
	struct fixture *const f = *state;

	for (int values = 0; values < 2; values++) {
		f->server.tools.with_values = values;

		json_t *const answer =
			answer_to(f, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}");
		json_t *const tools = json_object_get(json_object_get(answer, "result"), "tools");
		size_t index;
		json_t *tool;

		assert_int_equal(json_array_size(tools), 10);
		json_array_foreach(tools, index, tool)
		{
			json_t *const schema = json_object_get(tool, "inputSchema");
			const char *const name = json_string_value(json_object_get(tool, "name"));

			assert_true(ra_tools_have(name));
			assert_string_equal(json_string_value(json_object_get(schema, "type")), "object");
			if (strcmp(name, "strings") == 0) {
				assert_int_equal(
					json_object_get(json_object_get(schema, "properties"), "pattern") != NULL,
					values);
			}
		}
		json_decref(answer);
	}
}

/* ---- answers ---- */

static void each_tool_answers(void **state)
{
	struct fixture *const f = *state;

	expect_in(f, "list", "{}", "a.rdump");
	expect_in(f, "list", "{\"folder\":\"inner\"}", "a.rdump");
	expect_in(f, "report", "{}", "WHO HOLDS IT");
	expect_in(f, "report", "{\"full\":true}", "Memory Analysis Report");
	expect_in(f, "report", "{\"only\":\"overview\"}", "Overview");
	expect_in(f, "show", "{\"what\":\"$items\"}", "Refers to");
	expect_in(f, "holders", "{\"what\":\"class:App\\\\Item\"}", "Held by");
	expect_in(f, "show", "{\"what\":\"$items\",\"offset\":1,\"limit\":2}", "(2 to 3 of ");
	expect_in(f, "show", "{\"what\":\"$items\",\"sort\":\"name\"}", "Refers to (by name)");
	expect_in(f, "holders", "{\"what\":\"class:App\\\\Item\",\"offset\":99}", "--offset)");
	expect_in(f, "tree", "{\"sort\":\"name\",\"offset\":1}", "(all)");
	expect_in(f, "strings", "{\"sort\":\"name\"}", "Copies");
	expect_in(f, "instances", "{\"class\":\"App\\\\Item\",\"limit\":3}", "(1 to 3 of ");
	expect_in(f, "strings", "{\"sort\":\"count\"}", "Copies");
	expect_in(f, "tree", "{\"depth\":2}", "(all)");
	expect_in(f, "stack", "{}", "App\\work");
	expect_in(f, "inspect", "{\"file\":\"a.rdump\"}", "RDUMP");
	expect_in(f, "compare", "{\"base\":\"a.rdump\",\"target\":\"inner/a.rdump\"}", "Comparison");
}

static void wrong_arguments_are_told_to_the_model(void **state)
{
	struct fixture *const f = *state;

	expect_failure(f, "show", "{}", "what: it is missing");
	expect_failure(f, "show", "{\"what\":5}", "a string is wanted");
	expect_failure(f, "show", "{\"what\":\"\"}", "empty");
	expect_failure(f, "show", "{\"what\":\"$items\",\"limit\":0}", "limit");
	expect_failure(f, "show", "{\"what\":\"$items\",\"limit\":1e3}", "limit");
	expect_failure(f, "show", "{\"what\":\"$items\",\"command\":\"rm\"}", "no argument 'command'");
	expect_failure(f, "show", "{\"what\":\"$nothing\"}", "nothing in it is called");
	expect_failure(
		f, "instances", "{\"class\":\"App\\\\Item\",\"sort\":\"size\"}", "none of the words");
	expect_failure(f, "report", "{\"only\":\"weather\"}", "no such kind");
	expect_failure(f, "report", "{\"full\":\"yes\"}", "true or false");
	expect_failure(f, "strings", "{\"pattern\":\"secret\"}", "no argument 'pattern'");
	expect_failure(f, "list", "{\"folder\":\"..\"}", "there is no");
}

/* Whether any tool tells what a string of the sample holds. */
static bool tells_contents(struct fixture *f)
{
	static const struct {
		const char *tool, *arguments;
	} questions[] = {
		{"report", "{\"full\":true,\"max_bytes\":200000}"},
		{"show", "{\"what\":\"$items[0]\"}"},
		{"holders", "{\"what\":\"class:App\\\\Item\"}"},
		{"instances", "{\"class\":\"App\\\\Item\",\"show\":\"p0\"}"},
		{"instances", "{\"class\":\"App\\\\Item\",\"group_by\":\"p0\"}"},
		{"strings", "{}"},
		{"tree", "{\"depth\":10,\"limit\":100,\"max_bytes\":200000}"},
		{"stack", "{}"},
		{"compare", "{\"base\":\"a.rdump\",\"target\":\"a.rdump\",\"max_bytes\":200000}"},
	};
	static const char *const contents[] = {"item 0", "item 4", "a local one", "xxxxxx"};
	bool told = false;

	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		bool failed;
		char *const text = ask(f, questions[i].tool, questions[i].arguments, &failed);

		for (size_t c = 0; c < sizeof(contents) / sizeof(contents[0]); c++) {
			told = told || strstr(text, contents[c]);
		}
		free(text);
	}
	return told;
}

static void contents_are_hidden_unless_wanted(void **state)
{
	struct fixture *const f = *state;

	assert_false(tells_contents(f));
	expect_failure(f, "instances", "{\"class\":\"App\\\\Item\",\"where\":\"p0=item 1\"}",
		"what strings hold is not told here, and p0 is one");
	expect_in(f, "instances", "{\"class\":\"App\\\\Item\",\"where\":\"p1=4\"}", "1 instance,");
	ra_pages_done(&f->server.tools.pages);
	ra_shelf_clear(&f->server.tools.shelf);
	f->server.tools.with_values = true;
	f->server.tools.shelf.options.hide_contents = false;
	assert_true(tells_contents(f));
	expect_in(f, "strings", "{\"pattern\":\"^item [34]$\"}", "item 3");
	expect_in(f, "instances", "{\"class\":\"App\\\\Item\",\"where\":\"p0=item 1\"}", "2 instances");
}

/* A graph that another program kept has the contents as well. */
static void saved_graphs_hide_contents_as_well(void **state)
{
	struct fixture *const f = *state;
	const struct ra_snapshot_options options = {.measures = true, .quiet = true};
	const struct ra_export_options wanted = {.no_values = false};
	struct ra_snapshot *snapshot = NULL;
	struct ra_output output;
	struct ra_error err = {0};
	char path[128];

	snprintf(path, sizeof(path), "%s/graph.rmem", f->root);
	assert_true(ra_snapshot_open(f->inside, &options, &snapshot, &err));
	assert_true(ra_output_open(&output, path, &err));
	assert_true(ra_export_rmem(snapshot, &wanted, &output, &err));
	assert_true(ra_output_close(&output, &err));
	ra_snapshot_close(snapshot);

	bool failed;
	char *const text = ask(f, "strings", "{\"file\":\"graph.rmem\"}", &failed);

	assert_false(failed);
	assert_non_null(strstr(text, "Copies"));
	assert_null(strstr(text, "item "));
	assert_null(strstr(text, "xxxx"));
	free(text);
}

static void saved_reports_need_values(void **state)
{
	struct fixture *const f = *state;

	write_test_file(f->root, "saved.json", "{\"meta\":{},\"findings\":[]}", 25);
	expect_failure(
		f, "compare", "{\"base\":\"saved.json\",\"target\":\"saved.json\"}", "--with-values");
	f->server.tools.with_values = true;
	expect_in(f, "compare", "{\"base\":\"saved.json\",\"target\":\"saved.json\"}", "Comparison");
}

static void a_dump_stays_open_until_it_changes(void **state)
{
	struct fixture *const f = *state;
	const struct ra_shelf_place *const places = f->server.tools.shelf.places;
	char other[32];

	expect_in(f, "stack", "{}", "App\\work");

	const struct ra_snapshot *const first =
		places[0].snapshot ? places[0].snapshot : places[1].snapshot;

	assert_non_null(first);
	expect_in(f, "tree", "{}", "(all)");
	assert_ptr_equal(places[0].snapshot ? places[0].snapshot : places[1].snapshot, first);
	/* as many as there are places, however many are asked about */
	for (int i = 0; i < RA_SHELF_DUMPS + 2; i++) {
		snprintf(other, sizeof(other), "%d.rdump", i);
		write_dump(f->root, other);

		char arguments[64];

		snprintf(arguments, sizeof(arguments), "{\"file\":\"%s\"}", other);
		expect_in(f, "stack", arguments, "App\\work");
	}
	/* the file is replaced: an answer about the old one is no answer */
	write_test_file(f->root, "inner/a.rdump", "no dump", 7);
	expect_failure(f, "stack", "{}", "");
}

static void pages_join_to_the_whole(void **state)
{
	struct fixture *const f = *state;
	char arguments[256] = "{\"full\":true,\"max_bytes\":1000}", joined[65536] = "";
	bool failed;
	char *const whole = ask(f, "report", "{\"full\":true,\"max_bytes\":100000}", &failed);
	unsigned pages = 0;

	for (bool more = true; more; pages++) {
		char *const page = ask(f, "report", arguments, &failed);
		char *const mark = strstr(page, "(to be continued");

		assert_false(failed);
		assert_in_range(strlen(page), 1, 1000);
		more = mark != NULL;
		if (more) {
			char cursor[64];

			assert_int_equal(sscanf(strstr(mark, "cursor \""), "cursor \"%63[^\"]", cursor), 1);
			snprintf(arguments, sizeof(arguments),
				"{\"full\":true,\"max_bytes\":1000,\"cursor\":\"%s\"}", cursor);
			*mark = '\0';
		}
		strncat(joined, page, sizeof(joined) - strlen(joined) - 1);
		free(page);
	}
	assert_true(pages > 3);
	assert_string_equal(joined, whole);
	free(whole);
	expect_failure(f, "report", "{\"full\":true,\"cursor\":\"17.abc\"}", "another answer");
	expect_failure(
		f, "report", "{\"full\":true,\"cursor\":\"99999999999999999999999\"}", "another answer");
}

static void long_lines_are_cut_between_characters(void **state)
{
	struct ra_kept_answer answer = {NULL, malloc(9001), 9000};
	struct ra_error err = {0};

	(void)state;
	for (size_t i = 0; i < 9000; i += 3) {
		memcpy(answer.text + i, "\xe2\x82\xac", 3);
	}
	answer.text[9000] = '\0';

	char *const page = ra_pages_cut(&answer, NULL, 1000, &err);
	json_t *const value = json_string(page);

	assert_non_null(value);
	json_decref(value);
	free(page);
	free(answer.text);
}

/* ---- files ---- */

/* The inode that the name leads to; 0: refused. */
static ino_t opens(struct fixture *f, const char *name)
{
	struct ra_error err = {0};
	struct stat status;
	const int fd = ra_allowed_open(&f->server.tools.allowed, name, &status, &err);

	if (fd < 0) {
		return 0;
	}
	close(fd);
	return status.st_ino;
}

static ino_t inode_of(const char *path)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_ino;
}

static void at(struct fixture *f, char *out, size_t room, const char *name)
{
	snprintf(out, room, "%s/%s", f->root, name);
}

static void only_files_below_the_root(void **state)
{
	struct fixture *const f = *state;
	const ino_t inside = inode_of(f->inside);
	char path[256], long_name[8192];

	assert_int_equal(opens(f, NULL), inside);
	assert_int_equal(opens(f, "a.rdump"), inside);
	assert_int_equal(opens(f, "inner/a.rdump"), inside);
	assert_int_equal(opens(f, "./inner/../inner//a.rdump"), inside);
	assert_int_equal(opens(f, f->inside), inside);
	assert_int_equal(opens(f, "../outside.rdump"), 0);
	assert_int_equal(opens(f, "inner/../../outside.rdump"), 0);
	assert_int_equal(opens(f, f->outside), 0);
	assert_int_equal(opens(f, "/etc/passwd"), 0);
	assert_int_equal(opens(f, "/proc/self/exe"), 0);
	assert_int_equal(opens(f, "inner"), 0);
	assert_int_equal(opens(f, "."), 0);
	snprintf(path, sizeof(path), "%s/../outside.rdump", f->root);
	assert_int_equal(opens(f, path), 0);
	/* a folder whose name begins like the root's */
	snprintf(path, sizeof(path), "%s-other", f->root);
	assert_int_equal(mkdir(path, 0700), 0);
	write_dump(path, "b.rdump");
	snprintf(path, sizeof(path), "%s-other/b.rdump", f->root);
	assert_int_equal(opens(f, path), 0);
	memset(long_name, 'a', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_int_equal(opens(f, long_name), 0);
}

static void links_lead_nowhere_else(void **state)
{
	struct fixture *const f = *state;
	char path[256];

	at(f, path, sizeof(path), "out.rdump");
	assert_int_equal(symlink(f->outside, path), 0);
	assert_int_equal(opens(f, "out.rdump"), 0);
	at(f, path, sizeof(path), "up");
	assert_int_equal(symlink("..", path), 0);
	assert_int_equal(opens(f, "up/outside.rdump"), 0);
	at(f, path, sizeof(path), "latest.rdump");
	assert_int_equal(symlink("inner/a.rdump", path), 0);
	assert_int_equal(opens(f, "latest.rdump"), inode_of(f->inside));
	at(f, path, sizeof(path), "fifo.rdump");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(opens(f, "fifo.rdump"), 0);
}

struct swapping {
	struct fixture *f;
	atomic_bool stop;
};

/* root/inner becomes a link to the folder above, and itself again. */
static void *swap(void *context)
{
	struct swapping *const swapping = context;
	char inner[96], away[96];

	at(swapping->f, inner, sizeof(inner), "inner");
	at(swapping->f, away, sizeof(away), "away");
	while (!swapping->stop) {
		if (rename(inner, away) != 0 || symlink("..", inner) != 0 || unlink(inner) != 0 ||
			rename(away, inner) != 0) {
			break;
		}
	}
	return NULL;
}

static void a_link_that_is_swapped_in_leads_nowhere_else(void **state)
{
	struct fixture *const f = *state;
	struct swapping swapping = {f, false};
	const ino_t inside = inode_of(f->inside);
	pthread_t thread;
	char other[128];

	/* the same name outside, where the link leads */
	write_dump(f->folder, "a.rdump");
	snprintf(other, sizeof(other), "%s/a.rdump", f->folder);
	assert_int_not_equal(inode_of(other), inside);
	f->server.tools.allowed.file_count = 0;
	assert_int_equal(pthread_create(&thread, NULL, swap, &swapping), 0);
	for (int i = 0; i < 20000; i++) {
		const ino_t got = opens(f, "inner/a.rdump");

		if (got != 0 && got != inside) {
			fail_msg("a file outside of the root was opened");
		}
	}
	swapping.stop = true;
	pthread_join(thread, NULL);
}

#define SERVER_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Questions read the index beside the file, the report walks; nothing is written. */
static void questions_use_an_index(void **state)
{
	static const char arguments[] = "{\"file\":\"a.rdump\",\"what\":\"class:App\\\\Item\"}";
	struct fixture *const f = *state;
	struct ra_shelf *const shelf = &f->server.tools.shelf;
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};
	bool failed;

	shelf->options.space.no_files = false;

	char *const walked = ask(f, "holders", arguments, &failed);

	assert_false(failed);
	assert_null(shelf->places[0].snapshot->tables);
	ra_tools_done(&f->server.tools);
	assert_true(ra_allowed_init(&f->server.tools.allowed, f->files, 1, f->root, &err));

	char *const path = ra_index_path(f->inside);

	assert_true(ra_snapshot_open(f->inside, &shelf->options, &snapshot, &err));
	assert_true(ra_indexed_make(path, f->inside, &shelf->options, snapshot, &err));
	ra_snapshot_close(snapshot);

	char *const kept = ask(f, "holders", arguments, &failed);

	assert_false(failed);
	assert_non_null(shelf->places[0].snapshot->tables);
	assert_string_equal(walked, kept);

	char *const report = ask(f, "report", "{\"file\":\"a.rdump\"}", &failed);

	assert_false(failed);
	assert_null(shelf->places[0].snapshot->tables);
	free(report);
	free(kept);
	free(walked);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVER_TEST(versions_are_negotiated),
		SERVER_TEST(what_is_no_request_is_told),
		SERVER_TEST(notifications_and_answers_are_not_answered),
		SERVER_TEST(batches_are_of_one_version),
		SERVER_TEST(hostile_lines_are_bounded),
		SERVER_TEST(tools_have_schemas),
		SERVER_TEST(each_tool_answers),
		SERVER_TEST(questions_use_an_index),
		SERVER_TEST(wrong_arguments_are_told_to_the_model),
		SERVER_TEST(contents_are_hidden_unless_wanted),
		SERVER_TEST(saved_graphs_hide_contents_as_well),
		SERVER_TEST(saved_reports_need_values),
		SERVER_TEST(a_dump_stays_open_until_it_changes),
		SERVER_TEST(pages_join_to_the_whole),
		cmocka_unit_test(long_lines_are_cut_between_characters),
		SERVER_TEST(only_files_below_the_root),
		SERVER_TEST(links_lead_nowhere_else),
		SERVER_TEST(a_link_that_is_swapped_in_leads_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
