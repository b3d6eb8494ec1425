/* Whose memory it is: script, SAPI, request, version, time; from the note block, else from what
 * $_SERVER says. */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/format.h"
#include "findings/path.h"
#include "reader/noted.h"
#include "walk/snapshot.h"

enum {
	VALUE_BYTES = 1024,
	KEY_BYTES = 64,
	MAX_ARGUMENTS = 32
};

struct server { /* entries of $_SERVER, as nodes */
	const struct ra_snapshot *snapshot;
	ra_node array;
};

static const char *edge_name(const struct ra_graph *graph, uint32_t edge)
{
	return ra_graph_name(graph, graph->edge_key[edge], NULL);
}

/* What the node stands for behind PHP references. */
static ra_node value_of(const struct ra_graph *graph, ra_node node)
{
	if (graph->kind[node] == RA_NODE_REFERENCE &&
		graph->edge_begin[node] < graph->edge_begin[node + 1]) {
		return graph->edge_to[graph->edge_begin[node]];
	}
	return node;
}

static ra_node find_server(const struct ra_graph *graph)
{
	for (uint32_t root = graph->edge_begin[RA_SUPER_ROOT];
		root < graph->edge_begin[RA_SUPER_ROOT + 1]; root++) {
		const ra_node node = graph->edge_to[root];

		if (strcmp(edge_name(graph, root), "global_variables") != 0) {
			continue;
		}
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_kind[e] == RA_LINK_GLOBAL &&
				strcmp(edge_name(graph, e), "_SERVER") == 0) {
				return value_of(graph, graph->edge_to[e]);
			}
		}
	}
	return RA_NO_NODE;
}

static ra_node entry(const struct server *server, const char *name)
{
	const struct ra_graph *const graph = server->snapshot->graph;

	if (server->array == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	for (uint32_t e = graph->edge_begin[server->array]; e < graph->edge_begin[server->array + 1];
		e++) {
		char key[KEY_BYTES];
		size_t got = 0;
		uint64_t length;

		if (graph->edge_kind[e] == RA_LINK_KEY && graph->edge_key[e] < graph->node_count &&
			ra_path_string_bytes(
				server->snapshot, graph->edge_key[e], key, sizeof(key), &got, &length) &&
			length == got && got == strlen(name) && memcmp(key, name, got) == 0) {
			return value_of(graph, graph->edge_to[e]);
		}
	}
	return RA_NO_NODE;
}

/* A string's text, clean; NULL: no string. */
static char *text_of(const struct ra_snapshot *snapshot, ra_node node)
{
	char bytes[VALUE_BYTES];
	size_t got;
	uint64_t length;

	return node != RA_NO_NODE &&
				   ra_path_string_bytes(snapshot, node, bytes, sizeof(bytes), &got, &length) &&
				   got > 0
			   ? ra_text_clean(bytes, got)
			   : NULL;
}

static char *server_text(const struct server *server, const char *name)
{
	return text_of(server->snapshot, entry(server, name));
}

static char *command_line(const struct server *server)
{
	const struct ra_graph *const graph = server->snapshot->graph;
	const ra_node array = entry(server, "argv");
	struct ra_buffer line = {0};
	uint32_t count = 0;

	if (array == RA_NO_NODE || graph->kind[array] != RA_NODE_ARRAY) {
		return NULL;
	}
	for (uint32_t e = graph->edge_begin[array];
		e < graph->edge_begin[array + 1] && count < MAX_ARGUMENTS; e++, count++) {
		char *const word = text_of(server->snapshot, graph->edge_to[e]);

		ra_buffer_printf(&line, "%s%s", count > 0 ? " " : "php ", word ? word : "...");
		free(word);
	}
	return ra_buffer_take(&line);
}

/* The file of the outermost frame that has one. */
static char *main_script(const struct ra_graph *graph)
{
	for (uint32_t i = graph->frame_count; i-- > 0;) {
		size_t length;
		const char *const file = ra_graph_name(graph, graph->frames[i].file, &length);

		if (graph->frames[i].chain == 0 && length > 0) {
			return ra_text_clean(file, length);
		}
	}
	return NULL;
}

static char *noted(const char *text)
{
	return text ? ra_text_clean(text, strlen(text)) : NULL;
}

/* What the extension noted, else what $_SERVER says, which PHP code may have changed. */
static char *noted_or(const char *text, const struct server *server, const char *name)
{
	return text ? noted(text) : server_text(server, name);
}

static void set_request(struct ra_answer *answer, const struct server *server)
{
	const struct ra_note *const note = server->snapshot->note;
	char *const method = noted_or(note ? note->method : NULL, server, "REQUEST_METHOD");
	char *const uri = noted_or(note ? note->uri : NULL, server, "REQUEST_URI");
	char *const host = server_text(server, "HTTP_HOST");

	if (server->snapshot->hide_contents && uri) {
		uri[strcspn(uri, "?#")] = '\0';
	}
	if (uri) {
		/* RoadRunner's workers are given the whole address */
		answer->request =
			ra_text_printf("%s %s%s", method ? method : "", host && *uri == '/' ? host : "", uri);
	} else {
		answer->request = command_line(server);
		answer->sapi = answer->request ? strdup("cli") : NULL;
	}
	if (!answer->request && note) {
		answer->request = noted(note->command);
	}
	if (!uri && server->snapshot->hide_contents) { /* a command line has arguments */
		free(answer->request);
		answer->request = NULL;
	}
	if (note && note->host) {
		answer->host = noted(note->host);
	}
	if (note && note->sapi) {
		free(answer->sapi);
		answer->sapi = noted(note->sapi);
	}
	free(method);
	free(uri);
	free(host);
}

static char *time_text(uint64_t captured_ns)
{
	const time_t seconds = (time_t)(captured_ns / 1000000000u);
	char text[40];
	struct tm fields;

	return captured_ns != 0 && gmtime_r(&seconds, &fields) &&
				   strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &fields)
			   ? strdup(text)
			   : NULL;
}

/* "8.2.36" of the note, "8.2" of the header's "v82". */
static char *version_text(const struct ra_snapshot *snapshot, const struct ra_process *process)
{
	if (snapshot->note && snapshot->note->php_version[0] != '\0') {
		return ra_text_clean(snapshot->note->php_version, strlen(snapshot->note->php_version));
	}
	return process->php_minor != 0
			   ? ra_text_printf("%u.%u", process->php_minor / 100, process->php_minor % 100)
			   : NULL;
}

bool ra_answer_process(struct ra_answer *answer, const struct ra_snapshot *snapshot)
{
	const struct server server = {snapshot, find_server(snapshot->graph)};
	struct ra_process process;

	ra_reader_process(&snapshot->reader, &process);
	answer->pid = process.pid;
	answer->php_version = version_text(snapshot, &process);
	answer->script =
		noted_or(snapshot->note ? snapshot->note->script : NULL, &server, "SCRIPT_FILENAME");
	if (!answer->script) {
		answer->script = main_script(snapshot->graph);
	}
	set_request(answer, &server);
	answer->captured_at = snapshot->note ? time_text(snapshot->note->captured_ns) : NULL;
	return true;
}
