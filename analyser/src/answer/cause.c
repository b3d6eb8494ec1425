/* Why there is a dump: the exhausted limit, what asked for the memory, where; and remarks on what is
 * odd about it. */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "reader/noted.h"
#include "reader/heap.h"
#include "walk/snapshot.h"

static const uint64_t no_limit = (uint64_t)1 << 62; /* memory_limit = -1 is stored close to 2^63 */

enum {
	DEEP_RECURSION = 500, /* calls of one function in a row */
	MUCH = 5,             /* a fifth of the heap */
	LEAST_BUFFER = 65536
};

static void add_remark(struct ra_answer *answer, char *text)
{
	ra_lines_add(&answer->remarks, &answer->remark_count, text);
}

/* "... (tried to allocate 4194312 bytes)" */
static uint64_t request_of(const char *message)
{
	static const char words[] = "tried to allocate ";
	const char *const at = message ? strstr(message, words) : NULL;

	return at ? strtoull(at + sizeof(words) - 1, NULL, 10) : 0;
}

/* The one container that was growing, when there is no rival. */
static void set_growing(struct ra_answer *answer, const struct ra_findings *findings)
{
	const struct ra_finding *const finding = ra_findings_first(findings, "growing_container");

	if (!finding || !json_object_get(finding->facts, "owner_path")) {
		return;
	}
	answer->growing = ra_place_of_path(strdup(ra_fact_text_of(finding, "owner_path")));
	answer->growing_is_string = strcmp(ra_fact_text_of(finding, "type"), "string") == 0;
	answer->grows_from = ra_fact_int_of(finding, "from");
	answer->grows_to = ra_fact_int_of(finding, "to");
	if (answer->request_bytes == 0) {
		answer->request_bytes = ra_fact_int_of(finding, "requested_bytes");
	}
}

/* The text of the innermost output buffer that has so many bytes, or a little less: its handler asks for all of the new
 * size. RA_NO_NODE: none. */
static ra_node buffer_of_size(const struct ra_graph *graph, ra_node root, uint64_t bytes)
{
	for (uint32_t e = graph->edge_begin[root]; e < graph->edge_begin[root + 1]; e++) {
		const ra_node handler = graph->edge_to[e];

		for (uint32_t f = graph->edge_begin[handler]; f < graph->edge_begin[handler + 1]; f++) {
			const ra_node text = graph->edge_to[f];
			const uint64_t own = ra_node_own_bytes(graph, text);

			if (graph->kind[text] == RA_NODE_BUFFER && own >= LEAST_BUFFER &&
				bytes >= own / 8 * 7 && bytes <= own + own / 8 + LEAST_BUFFER) {
				return text;
			}
		}
	}
	return RA_NO_NODE;
}

/* Output that was being added to a buffer of ob_start(). */
static void set_growing_output(struct ra_answer *answer, const struct ra_graph *graph)
{
	for (uint32_t e = graph->edge_begin[RA_SUPER_ROOT]; e < graph->edge_begin[RA_SUPER_ROOT + 1];
		e++) {
		if (strcmp(ra_graph_name(graph, graph->edge_key[e], NULL), "output") == 0 &&
			buffer_of_size(graph, graph->edge_to[e], answer->request_bytes) != RA_NO_NODE) {
			answer->growing = ra_text_printf("output buffer (ob_start)");
			answer->growing_is_string = true;
			answer->grows_to = answer->request_bytes;
		}
	}
}

/* What was freed between the peak and the dump. */
/* The internal function that was at work; NULL: none. */
static const char *worker(const struct ra_answer *answer)
{
	return answer->frame_count > 0 && !answer->frames[0].file ? answer->frames[0].call : NULL;
}

static void remark_on_freed(struct ra_answer *answer, uint64_t usage)
{
	const char *const call = worker(answer);
	const uint64_t freed = answer->peak_bytes > usage ? answer->peak_bytes - usage : 0;

	if (freed > usage / MUCH && freed > answer->request_bytes + (1u << 20)) {
		add_remark(answer,
			ra_text_printf("%s were freed before the error was reported%s%s%s", RA_SIZE(freed),
				call ? ": what " : "", call ? call : "", call ? " had built" : ""));
	}
}

static void remark_on_request(struct ra_answer *answer, uint64_t usage)
{
	const bool larger = answer->request_bytes >= answer->limit_bytes;
	const bool half =
		answer->request_bytes > answer->limit_bytes / 2 && usage < answer->limit_bytes / 2;
	const char *const call = worker(answer);

	if (answer->limit_bytes > 0 && (larger || half)) {
		add_remark(
			answer, ra_text_printf("one request of %s%s%s, %s", RA_SIZE(answer->request_bytes),
						call ? " for the result of " : "", call ? call : "",
						larger ? "larger than the limit" : "more than half of the limit"));
	}
}

static void remark_on_recursion(struct ra_answer *answer)
{
	for (uint32_t i = 0; i < answer->frame_count; i++) {
		if (answer->frames[i].repeated >= DEEP_RECURSION) {
			add_remark(answer, ra_text_printf("runaway recursion: %s calls of %s in a row",
								   RA_COUNT(answer->frames[i].repeated), answer->frames[i].call));
			return;
		}
	}
}

static void remark_on_lateness(struct ra_answer *answer)
{
	if (answer->limit_bytes > 0 && answer->real_bytes > answer->limit_bytes) {
		add_remark(
			answer, ra_text_printf("%s in use under a limit of %s: this release reports late",
						RA_SIZE(answer->real_bytes), RA_SIZE(answer->limit_bytes)));
	}
}

bool ra_answer_cause(struct ra_answer *answer, const struct ra_snapshot *snapshot,
	const struct ra_findings *findings)
{
	const struct ra_note *const note = snapshot->note;
	const struct ra_heap *const heap = snapshot->heap;
	const uint64_t usage = answer->holders.usage_bytes;

	answer->cause = "unknown";
	if (heap && heap->found && heap->limit_bytes < no_limit) {
		answer->limit_bytes = heap->limit_bytes;
	}
	if (note && note->reason == RA_NOTE_CALL) {
		answer->cause = "call";
	}
	if (!note || note->reason != RA_NOTE_MEMORY_LIMIT) {
		remark_on_recursion(answer);
		return true;
	}
	answer->cause = "memory_limit";
	if (note->memory_limit_bytes > 0) {
		answer->limit_bytes = (uint64_t)note->memory_limit_bytes;
	}
	answer->request_bytes = request_of(note->message);
	answer->late = snapshot->graph->late;
	if (note->file) {
		answer->place_file = ra_text_clean(note->file, strlen(note->file));
		answer->place_line = note->line;
	}
	set_growing(answer, findings);
	if (!answer->growing && answer->request_bytes > 0) {
		set_growing_output(answer, snapshot->graph);
	}
	remark_on_request(answer, usage);
	remark_on_freed(answer, usage);
	remark_on_recursion(answer);
	remark_on_lateness(answer);
	return true;
}
