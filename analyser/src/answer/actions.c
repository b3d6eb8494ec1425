/* What to do: for the largest rows what lets go of them, with the bytes that this frees. A number
 * here is a promise: it is the size of the set of values that go, from the measures, not the size of
 * the row (a row is what is left beside other rows). */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "answer/release.h"
#include "base/format.h"
#include "findings/finding_key.h"
#include "walk/snapshot.h"

enum {
	MAX_ACTIONS = 6,
	MAX_ROWS = 4,      /* that are advised on */
	LEAST_PERCENT = 2, /* of the heap */
	ARRAY_HEADER = 56,
	NEARLY_ALL = 64,     /* what the collector adds is worth a word from this part on */
	MUCH_CODE = 4 << 20, /* bytes: small programs are mostly code */
	LARGE_TABLE = 32768,
	EMPTY_BYTES =
		64 /* of a table for each element, from which on it is almost empty: it takes 16 or 32 */
};

static struct ra_action *add_action(struct ra_answer *answer, char *text)
{
	struct ra_action *const action =
		answer->action_count < MAX_ACTIONS && text ? &answer->actions[answer->action_count] : NULL;

	if (!action) {
		free(text);
		return NULL;
	}
	answer->action_count++;
	*action = (struct ra_action){.text = text};
	return action;
}

/* The same place in another run has the same signature. */
static void sign(struct ra_action *action, const char *kind)
{
	struct ra_buffer key = {0};

	ra_buffer_text(&key, kind);
	for (uint32_t i = 0; i < action->path_count; i++) {
		char *const pattern = ra_path_pattern(action->paths[i]);

		ra_buffer_printf(&key, ":%s", pattern ? pattern : "");
		free(pattern);
	}
	char *const text = ra_buffer_take(&key);

	ra_finding_signature(text ? text : kind, action->signature);
	free(text);
}

static void add_paths(struct ra_action *action, const struct ra_holder *row)
{
	for (uint32_t i = 0; i < row->path_count; i++) {
		ra_lines_add(&action->paths, &action->path_count, strdup(row->paths[i]));
	}
}

/* ---- one row ---- */

static const char *short_path(const struct ra_holder *row)
{
	return row->path_count > 0 ? row->paths[0] : ra_holder_kind_name(row->kind);
}

static bool holds_class(const struct ra_graph *graph, const struct ra_holder *row, const char *name)
{
	if (row->node_count == 0 || graph->kind[row->nodes[0]] != RA_NODE_OBJECT ||
		ra_node_class(graph, row->nodes[0]) >= graph->class_count) {
		return false;
	}
	return strcmp(
			   ra_graph_name(graph, graph->classes[ra_node_class(graph, row->nodes[0])].name, NULL),
			   name) == 0;
}

static char *list_text(const struct ra_holder *row)
{
	const char *const path = short_path(row);

	if (strncmp(path, "autoloaders", 11) == 0) {
		return ra_text_printf("spl_autoload_unregister() what is not needed any more");
	}
	if (strncmp(path, "error handlers", 14) == 0) {
		return ra_text_printf("restore_error_handler() after each set_error_handler()");
	}
	if (strncmp(path, "exception handlers", 18) == 0) {
		return ra_text_printf("restore_exception_handler() after each set_exception_handler()");
	}
	if (strncmp(path, "shutdown functions", 18) == 0) {
		return ra_text_printf("register one shutdown function, not one per job: they stay");
	}
	if (strncmp(path, "output buffers", 14) == 0) {
		return ra_text_printf("flush the output buffer: ob_flush(), ob_end_flush()");
	}
	if (strncmp(path, "tick functions", 14) == 0) {
		return ra_text_printf("unregister_tick_function() what is not needed any more");
	}
	return ra_text_printf("%s: let go of them", path);
}

/* What the row's first place holds, behind a PHP reference. RA_NO_NODE: no single value. */
static ra_node value_of(const struct ra_graph *graph, const struct ra_holder *row)
{
	const ra_node node = row->node_count > 0 ? row->nodes[0] : RA_NO_NODE;

	if (node == RA_NO_NODE || graph->kind[node] != RA_NODE_REFERENCE) {
		return node;
	}
	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_REFERENCED) {
			return graph->edge_to[e];
		}
	}
	return node;
}

/* Whether nearly all of it is slots of a table that is no longer filled. */
static bool is_almost_empty(
	const struct ra_graph *graph, const struct ra_holder *row, ra_node array)
{
	const uint64_t table = ra_node_own_bytes(graph, array);

	return table >= LARGE_TABLE && table >= row->bytes / 100 * 95 &&
		   row->elements * EMPTY_BYTES < table;
}

static char *value_text(const struct ra_graph *graph, const struct ra_holder *row)
{
	const char *const path = short_path(row);
	const ra_node value = value_of(graph, row);
	const enum ra_node_kind kind =
		value != RA_NO_NODE ? (enum ra_node_kind)graph->kind[value] : RA_NODE_KINDS;

	const uint64_t holders = row->path_count + row->more_paths - row->running_calls;

	if (holders == 2 && row->path_count >= 2) {
		return ra_text_printf("%s and %s hold the same: clear both", path, row->paths[1]);
	}
	if (holders > 2) {
		return ra_text_printf("%s and %llu more hold the same: clear all of them", path,
			(unsigned long long)(holders - 1));
	}
	if (holds_class(graph, row, "WeakMap")) {
		return ra_text_printf("%s: its values hold their keys, so it cannot shrink", path);
	}
	if (kind == RA_NODE_STRING) {
		return ra_text_printf("%s: write it out in parts, or unset it", path);
	}
	if (kind == RA_NODE_ARRAY && is_almost_empty(graph, row, value)) {
		return ra_text_printf("%s: almost empty, copy what is left into a new array", path);
	}
	if (kind == RA_NODE_ARRAY) {
		return ra_text_printf("%s: empty or bound it", path);
	}
	return ra_text_printf("%s: let go of it, or clear it", path);
}

/* Where eval() made most of it, that is what to change. */
static char *code_text(const struct ra_holder *row)
{
	const struct ra_holder_content *const most = row->content_count > 0 ? &row->contents[0] : NULL;
	const char *const slash = most && most->site ? strrchr(most->site, '/') : NULL;

	if (most && most->site && most->bytes >= row->bytes / 2) {
		return ra_text_printf(
			"eval() at %s makes a class each time: make each once", slash ? slash + 1 : most->site);
	}
	return ra_text_printf("code stays until the request ends: load or make fewer classes");
}

static char *flight_text(const struct ra_holder *row)
{
	return ra_text_printf("%s: work in parts, or use a generator", short_path(row));
}

/* What stays when the places are emptied: an array's header, which the holder still has, and the
 * engine's own table of a list. */
static uint64_t kept_bytes(const struct ra_graph *graph, const struct ra_holder *row)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < row->node_count; i++) {
		const enum ra_node_kind kind = graph->kind[row->nodes[i]];

		if (kind == RA_NODE_ARRAY && row->kind == RA_HOLDER_VALUE) {
			bytes += ARRAY_HEADER;
		} else if (kind == RA_NODE_TABLE) {
			bytes += ra_node_own_bytes(graph, row->nodes[i]);
		}
	}
	return bytes;
}

/* Is there a ring among what the nodes hold? Of a component all or nothing is below a dominator. */
static bool hold_rings(const struct ra_snapshot *snapshot, const struct ra_action *action)
{
	const struct ra_measures *const measures = snapshot->measures;

	for (uint32_t c = 0; c < measures->component_count; c++) {
		const struct ra_component *const component = &measures->components[c];
		const ra_node node = measures->component_nodes[component->first];

		for (uint32_t i = 0; i < action->node_count; i++) {
			if (action->node_count > 1 || ra_node_dominates(measures, action->nodes[i], node) ||
				ra_node_component(measures, action->nodes[i]) == c) {
				return true;
			}
		}
	}
	return false;
}

/* The bytes that go with all places of the row: by reference counting alone, when that is nearly all
 * of them, else with the collector's help. */
static bool promise(
	const struct ra_snapshot *snapshot, struct ra_action *action, const struct ra_holder *row)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint64_t kept = kept_bytes(graph, row);

	action->nodes = reallocarray(NULL, (size_t)row->node_count + 1, sizeof(*action->nodes));
	if (!action->nodes) {
		return false;
	}
	memcpy(action->nodes, row->nodes, row->node_count * sizeof(*action->nodes));
	action->node_count = row->node_count;
	const uint64_t all =
		ra_measures_set_bytes(snapshot->measures, graph, action->nodes, action->node_count);
	const uint64_t at_once =
		hold_rings(snapshot, action)
			? ra_release_bytes(snapshot->measures, graph, action->nodes, action->node_count)
			: all;

	if (at_once == UINT64_MAX || all == UINT64_MAX) {
		return false;
	}
	action->after_collect = all - at_once > all / NEARLY_ALL;
	action->frees_bytes = (action->after_collect ? all : at_once) - kept;
	return true;
}

/* Has an earlier action let go of all that already? */
static bool is_part_of_another(const struct ra_answer *answer, const struct ra_holder *row)
{
	for (uint32_t i = 0; i < answer->action_count; i++) {
		const struct ra_action *const action = &answer->actions[i];
		uint32_t found = 0;

		for (uint32_t n = 0; n < row->node_count; n++) {
			for (uint32_t k = 0; k < action->node_count; k++) {
				found += action->nodes[k] == row->nodes[n];
			}
		}
		if (row->node_count > 0 && found >= row->node_count) {
			return true;
		}
	}
	return false;
}

static bool advise(
	struct ra_answer *answer, const struct ra_snapshot *snapshot, const struct ra_holder *row)
{
	struct ra_action *action = NULL;

	if (is_part_of_another(answer, row)) {
		return true;
	}
	switch (row->kind) {
	case RA_HOLDER_VALUE:
		action = add_action(answer, value_text(snapshot->graph, row));
		break;
	case RA_HOLDER_LIST:
		action = add_action(answer, list_text(row));
		break;
	case RA_HOLDER_IN_FLIGHT:
		action = add_action(answer, flight_text(row));
		break;
	case RA_HOLDER_STUCK:
		action = add_action(
			answer, strdup("rings that the collector cannot see: break them before dropping them"));
		break;
	case RA_HOLDER_CODE:
		if (row->bytes < MUCH_CODE) {
			return true;
		}
		action = add_action(answer, code_text(row));
		break;
	default:
		return true;
	}
	if (!action) {
		return true;
	}
	add_paths(action, row);
	action->known = row->known;
	sign(action, ra_holder_kind_name(row->kind));
	return (row->kind != RA_HOLDER_VALUE && row->kind != RA_HOLDER_LIST) || row->node_count == 0 ||
		   promise(snapshot, action, row);
}

/* ---- all ---- */

static bool is_worth(const struct ra_answer *answer, const struct ra_holder *row)
{
	return ra_percent(row->bytes, answer->holders.usage_bytes) >= LEAST_PERCENT;
}

/* The function that calls itself: the one that stands there most often in a row. */
static const char *recursive_call(const struct ra_answer *answer)
{
	uint32_t most = 0;

	for (uint32_t i = 1; i < answer->frame_count; i++) {
		most = answer->frames[i].repeated > answer->frames[most].repeated ? i : most;
	}
	return answer->frame_count > 0 ? answer->frames[most].call : "it";
}

static void advise_on_recursion(struct ra_answer *answer)
{
	for (uint32_t i = 0; i < answer->remark_count; i++) {
		if (strncmp(answer->remarks[i], "runaway recursion", 17) == 0) {
			struct ra_action *const action = add_action(
				answer, ra_text_printf("give %s a condition that ends it", recursive_call(answer)));

			if (action) {
				sign(action, "recursion");
			}
		}
	}
}

static void advise_on_request(struct ra_answer *answer)
{
	if (answer->limit_bytes == 0 || answer->request_bytes <= answer->limit_bytes / 2) {
		return;
	}
	struct ra_action *const action = add_action(
		answer, ra_text_printf("work in parts: %s in one request do not fit under the limit",
					RA_SIZE(answer->request_bytes)));

	if (action) {
		sign(action, "request");
	}
}

static void advise_on_collecting(struct ra_answer *answer)
{
	if (ra_percent(answer->holders.collectable_bytes, answer->holders.usage_bytes) <
		LEAST_PERCENT) {
		return;
	}
	struct ra_action *const action =
		add_action(answer, strdup("gc_collect_cycles() frees the garbage; break its rings"));

	if (action) {
		action->frees_bytes = answer->holders.collectable_bytes;
		action->after_collect = true;
		sign(action, "collect");
	}
}

static void advise_on_caches(struct ra_answer *answer)
{
	if (ra_percent(answer->returnable_bytes, answer->real_bytes) < 2 * LEAST_PERCENT) {
		return;
	}
	struct ra_action *const action =
		add_action(answer, strdup("gc_mem_caches() gives unused pages back to the system"));

	if (action) {
		action->returns_bytes = answer->returnable_bytes;
		sign(action, "mem_caches");
	}
}

bool ra_answer_actions(struct ra_answer *answer, const struct ra_snapshot *snapshot)
{
	uint32_t advised = 0;

	answer->actions = calloc(MAX_ACTIONS, sizeof(*answer->actions));
	if (!answer->actions) {
		return false;
	}
	advise_on_request(answer);
	advise_on_recursion(answer);
	for (uint32_t i = 0; i < answer->holders.count && advised < MAX_ROWS; i++) {
		if (is_worth(answer, &answer->holders.rows[i])) {
			const uint32_t before = answer->action_count;

			if (!advise(answer, snapshot, &answer->holders.rows[i])) {
				return false;
			}
			advised += answer->action_count > before;
		}
	}
	advise_on_collecting(answer);
	advise_on_caches(answer);
	return true;
}
