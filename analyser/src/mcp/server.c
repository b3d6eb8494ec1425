/* See server.h. Written after the public specification of the protocol (modelcontextprotocol.io), revisions 2024-11-05 to
 * 2025-11-25: initialize, ping, tools/list, tools/call. Requests are answered in their order, one at a time, so there is
 * nothing to cancel. */
#include "mcp/server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "contract/rdump_version.h"

enum {
	MAX_LINE = 1 << 20, /* bytes of a message that comes in */
	MAX_ID = 256,       /* bytes of a request's id */
	MAX_BATCH = 32      /* messages */
};

enum rpc_error {
	NO_JSON = -32700,
	NO_REQUEST = -32600,
	NO_METHOD = -32601,
	NO_PARAMS = -32602
};

/* The newest first: what is offered to a client that asks for another one. */
static const char *const versions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

/* Of all these the only one with batches. */
static const char batch_version[] = "2025-03-26";

static const char instructions[] =
	"Answers questions about memory dumps of PHP processes: what uses the memory, why, and what to do. Call "
	"report first. Its paths, and ids such as #123, can be asked about with show and holders until file and "
	"line are found. Where a text names a command, as in \"rdump holders FILE '$x'\", call the tool of that "
	"name, with what=$x. A page that does not hold all names the cursor of the next one.";

static const char hidden[] =
	" Contents of strings and keys are not shown ([*] stands for a key): the server was started without "
	"--with-values.";

/* ---- messages ---- */

static json_t *failure(const json_t *id, enum rpc_error code, const char *message)
{
	return json_pack("{s:s, s:O?, s:{s:i, s:s}}", "jsonrpc", "2.0", "id",
		id ? (json_t *)id : json_null(), "error", "code", (int)code, "message", message);
}

static json_t *success(const json_t *id, json_t *result)
{
	return json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", (json_t *)id, "result", result);
}

/* ---- methods ---- */

static json_t *initialize(struct ra_server *server, const json_t *id, const json_t *params)
{
	const char *const wanted = json_string_value(json_object_get(params, "protocolVersion"));
	char *text;

	if (!wanted) {
		return failure(id, NO_PARAMS, "protocolVersion is missing");
	}
	server->version = versions[0];
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (strcmp(versions[i], wanted) == 0) {
			server->version = versions[i];
		}
	}
	if (asprintf(&text, "%s%s", instructions, server->tools.with_values ? "" : hidden) < 0) {
		text = NULL;
	}
	json_t *const result =
		json_pack("{s:s, s:{s:{}}, s:{s:s, s:s, s:s}, s:s}", "protocolVersion", server->version,
			"capabilities", "tools", "serverInfo", "name", "rdump", "title", "Memory dumps of PHP",
			"version", RDUMP_VERSION, "instructions", text ? text : instructions);

	free(text);
	return success(id, result);
}

static json_t *ping(struct ra_server *server, const json_t *id, const json_t *params)
{
	(void)server;
	(void)params;
	return success(id, json_object());
}

static json_t *list_tools(struct ra_server *server, const json_t *id, const json_t *params)
{
	if (json_object_get(params, "cursor")) {
		return failure(id, NO_PARAMS, "the list has one page: there is no such cursor");
	}
	return success(id, json_pack("{s:o}", "tools", ra_tools_list(&server->tools)));
}

static json_t *text_result(const char *text, bool is_error)
{
	json_t *const value = json_string(text);

	return json_pack("{s:[{s:s, s:o}], s:b}", "content", "type", "text", "text",
		value ? value : json_string("(an answer that is no UTF-8)"), "isError", is_error);
}

/* What is wrong with the arguments is a result as well: the model reads it and can do better. */
static json_t *call_tool(struct ra_server *server, const json_t *id, const json_t *params)
{
	const char *const name = json_string_value(json_object_get(params, "name"));
	const json_t *const arguments = json_object_get(params, "arguments");
	struct ra_error err = {0};

	if (!name || !ra_tools_have(name)) {
		return failure(id, NO_PARAMS, name ? "there is no such tool" : "name is missing");
	}
	if (arguments && !json_is_object(arguments)) {
		return failure(id, NO_PARAMS, "arguments is no object");
	}
	char *const text = ra_tools_call(&server->tools, name, arguments, &err);
	json_t *const result = text_result(text ? text : err.message, text == NULL);

	free(text);
	return success(id, result);
}

static const struct {
	const char *name;
	json_t *(*answer)(struct ra_server *server, const json_t *id, const json_t *params);
} methods[] = {
	{"initialize", initialize},
	{"ping", ping},
	{"tools/list", list_tools},
	{"tools/call", call_tool},
};

static bool is_id(const json_t *id)
{
	return json_is_integer(id) || json_is_real(id) ||
		   (json_is_string(id) && json_string_length(id) <= MAX_ID);
}

/* NULL: a notification, or an answer to what was never asked. */
static json_t *answer_message(struct ra_server *server, const json_t *message)
{
	const json_t *const id = json_object_get(message, "id");
	const json_t *const method = json_object_get(message, "method");
	const json_t *const params = json_object_get(message, "params");
	const char *const protocol = json_string_value(json_object_get(message, "jsonrpc"));

	if (!json_is_object(message) || !protocol || strcmp(protocol, "2.0") != 0 ||
		(id && !is_id(id))) {
		return failure(is_id(id) ? id : NULL, NO_REQUEST, "no message of JSON-RPC 2.0");
	}
	if (!method && (json_object_get(message, "result") || json_object_get(message, "error"))) {
		return NULL;
	}
	if (!json_is_string(method)) {
		return failure(id, NO_REQUEST, "method is missing");
	}
	if (!id) {
		return NULL;
	}
	if (params && !json_is_object(params)) {
		return failure(id, NO_PARAMS, "params is no object");
	}
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (strcmp(methods[i].name, json_string_value(method)) == 0) {
			return methods[i].answer(server, id, params);
		}
	}
	return failure(id, NO_METHOD, "there is no such method");
}

static json_t *answer_batch(struct ra_server *server, const json_t *batch)
{
	const size_t count = json_array_size(batch);
	json_t *answers;

	if (!server->version || strcmp(server->version, batch_version) != 0) {
		return failure(NULL, NO_REQUEST, "this version of the protocol has no batches");
	}
	if (count == 0 || count > MAX_BATCH) {
		return failure(NULL, NO_REQUEST, "a batch holds 1 to 32 messages");
	}
	answers = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *const answer = answer_message(server, json_array_get(batch, i));

		if (answer) {
			json_array_append_new(answers, answer);
		}
	}
	if (json_array_size(answers) == 0) {
		json_decref(answers);
		return NULL;
	}
	return answers;
}

/* Takes the value over. */
static char *line_of(json_t *answer)
{
	char *const text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
	const size_t length = text ? strlen(text) : 0;
	char *const line = text ? realloc(text, length + 2) : NULL;

	json_decref(answer);
	if (!line) {
		free(text);
		return NULL;
	}
	memcpy(line + length, "\n", 2);
	return line;
}

char *ra_server_answer(struct ra_server *server, const char *line, size_t length)
{
	json_error_t error;
	json_t *const message =
		json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

	if (!message) {
		return line_of(failure(NULL, NO_JSON, "the line is no JSON in UTF-8"));
	}
	json_t *const answer =
		json_is_array(message) ? answer_batch(server, message) : answer_message(server, message);

	json_decref(message);
	return line_of(answer);
}

/* ---- lines ---- */

struct line {
	char *bytes;
	size_t length;
	size_t room;
	bool too_long; /* the rest of it was passed over */
};

static bool add(struct line *line, char byte)
{
	if (line->length == line->room && line->room < MAX_LINE) {
		const size_t room = line->room ? line->room * 2 : 4096;
		char *const larger = realloc(line->bytes, room);

		if (!larger) {
			return false;
		}
		line->bytes = larger;
		line->room = room;
	}
	if (line->length == line->room) {
		line->too_long = true;
	} else {
		line->bytes[line->length++] = byte;
	}
	return true;
}

/* False: there is none, or no memory for it. A last line without a break is one. */
static bool read_line(FILE *in, struct line *line)
{
	int byte;

	line->length = 0;
	line->too_long = false;
	while ((byte = getc_unlocked(in)) != EOF && byte != '\n') {
		if (!add(line, (char)byte)) {
			errno = ENOMEM;
			return false;
		}
	}
	errno = 0;
	return byte == '\n' || line->length > 0;
}

static bool is_blank(const struct line *line)
{
	for (size_t i = 0; i < line->length; i++) {
		if (!strchr(" \t\r", line->bytes[i]) || line->bytes[i] == '\0') {
			return false;
		}
	}
	return true;
}

bool ra_server_run(struct ra_server *server, FILE *in, FILE *out, struct ra_error *err)
{
	struct line line = {NULL};
	bool good = true;

	while (good && read_line(in, &line)) {
		char *const answer =
			line.too_long     ? line_of(failure(NULL, NO_REQUEST, "the line is longer than 1 MiB"))
			: is_blank(&line) ? NULL
							  : ra_server_answer(server, line.bytes, line.length);

		if (answer && (fputs(answer, out) == EOF || fflush(out) != 0)) {
			good = ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot write: %s", strerror(errno));
		}
		free(answer);
	}
	if (good && ferror(in)) {
		good = ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot read: %s", strerror(errno));
	} else if (good && errno == ENOMEM && !feof(in)) {
		good = ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for a message");
	}
	free(line.bytes);
	return good;
}
