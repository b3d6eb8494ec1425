/* growing_container: what was growing when memory_limit was reached. The failed allocation's size
 * is in the error message that the extension notes; an array grows by doubling its table, so the
 * size names the arrays that can have asked for it. Where the engine has noted an array's new size
 * before it asked for the memory, that array is certain, with and without a message.
 *
 * Sizes: the message has the requested bytes of a huge block (above 2 MB - 4 KB) and whole pages
 * below; a small run of slots for new values also asks for whole pages, so a small size is no
 * strong sign. A huge block that grows where it is asks, in some releases, only for what it lacks.
 * Releases that report the limit later have made the allocation already: then the peak of the real
 * size is above the limit, and it is the array's present table that has the size. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "reader/noted.h"
#include "reader/heap.h"

enum {
	LISTED = 5, /* with more candidates the size says nothing */
	STRING_HEADER = 24,
	SMALL_RUN = 7 * RA_PAGE_BYTES, /* the largest run of small slots */
	LEAST_ALONE = 1024,            /* without a message: slots worth a look */
};

static const uint64_t largest_run = RA_CHUNK_BYTES - RA_PAGE_BYTES;

struct candidate {
	ra_node node;
	bool string;
	uint64_t from; /* slots of the array, or bytes of the string */
	uint64_t to;
};

struct search {
	struct ra_snapshot *snapshot;
	uint64_t wanted_bytes; /* as in the message */
	bool done;             /* the allocation has succeeded */
	bool certain;          /* the one candidate was caught in the act */
	struct candidate candidates[LISTED];
	uint32_t count; /* all, listed or not */
};

static uint64_t whole_pages(uint64_t bytes)
{
	return (bytes + RA_PAGE_BYTES - 1) / RA_PAGE_BYTES * RA_PAGE_BYTES;
}

/* Can the message mean a block of this size? Whole pages are reported below 2 MB, and above as well
 * by the releases that report later. */
static bool is_reported(uint64_t bytes, uint64_t reported)
{
	return whole_pages(bytes) == reported || (bytes > largest_run && bytes == reported);
}

/* Can the message mean that a block of `before` bytes became, or was to become, one of `after`? */
static bool is_reported_growth(uint64_t before, uint64_t after, uint64_t reported)
{
	return is_reported(after, reported) ||
		   (before > largest_run && whole_pages(after) - whole_pages(before) == reported);
}

/* "... (tried to allocate 4194312 bytes)"; 0: says nothing of the kind. */
static uint64_t size_in_message(const char *message)
{
	static const char words[] = "tried to allocate ";
	const char *at = strstr(message, words);

	return at ? strtoull(at + sizeof(words) - 1, NULL, 10) : 0;
}

static void add_candidate(struct search *search, struct candidate candidate)
{
	if (search->count < LISTED) {
		search->candidates[search->count] = candidate;
	}
	search->count++;
}

/* This one it was, whatever else would fit. */
static void settle(struct search *search, struct candidate candidate, uint64_t next_bytes)
{
	search->certain = true;
	search->candidates[0] = candidate;
	search->count = 1;
	if (search->wanted_bytes == 0) {
		search->wanted_bytes = next_bytes;
	}
}

/* A table doubles when every slot of it has been used. */
static void try_array(struct search *search, ra_node node)
{
	struct ra_array array;
	bool growing;

	if (!ra_reader_settled_array(&search->snapshot->reader,
			ra_node_address(search->snapshot->graph, node), &array, &growing) ||
		array.table_bytes == 0) {
		return;
	}
	/* the hash part of a packed array does not grow */
	const uint64_t fixed =
		array.packed ? array.table_bytes - (uint64_t)array.capacity * array.stride : 0;
	const uint64_t next_bytes = 2 * array.table_bytes - fixed;
	const uint64_t last_bytes = fixed + (array.table_bytes - fixed) / 2;

	if (growing) {
		settle(search,
			(struct candidate){node, false, array.capacity, (uint64_t)array.capacity * 2},
			next_bytes);
		return;
	}
	if (!search->done && array.used >= array.capacity &&
		is_reported_growth(array.table_bytes, next_bytes, search->wanted_bytes)) {
		add_candidate(
			search, (struct candidate){node, false, array.capacity, (uint64_t)array.capacity * 2});
	}
	if (search->done && array.used <= array.capacity / 4 * 3 &&
		is_reported_growth(last_bytes, array.table_bytes, search->wanted_bytes)) {
		add_candidate(search, (struct candidate){node, false, array.capacity / 2, array.capacity});
	}
}

/* A string that .= extends asks for its new length. Nothing says by how much it grew, and a new
 * string asks in the same way, so only one that lacks at most a quarter comes into question, and it
 * is never certain. */
static void try_string(struct search *search, ra_node node)
{
	struct ra_string string;

	if (!ra_reader_string(
			&search->snapshot->reader, ra_node_address(search->snapshot->graph, node), &string) ||
		string.interned || string.refcount != 1) {
		return;
	}
	const uint64_t bytes = (STRING_HEADER + string.length + 1 + 7) / 8 * 8;

	if (search->done && is_reported(bytes, search->wanted_bytes)) {
		add_candidate(search, (struct candidate){node, true, string.length, string.length});
	}
	if (!search->done && bytes < search->wanted_bytes &&
		search->wanted_bytes - bytes <= bytes / 4) {
		add_candidate(search, (struct candidate){node, true, string.length,
								  search->wanted_bytes - STRING_HEADER - 1});
	}
}

static void find_candidates(struct search *search)
{
	const struct ra_graph *graph = search->snapshot->graph;
	const uint64_t wanted = search->wanted_bytes;
	/* of what is there now: half of what is wanted, or all of it; slots are not larger than twice
	 * their content above a page */
	const uint64_t least = wanted == 0 ? LEAST_ALONE : search->done ? wanted / 2 : wanted / 4;
	/* the size of a chunk is asked for when small blocks need room */
	const bool strings = wanted > SMALL_RUN && wanted != RA_CHUNK_BYTES;

	for (ra_node node = 0; node < graph->node_count && !search->certain; node++) {
		if (ra_node_own_bytes(graph, node) < least || graph->flags[node] & RA_NODE_OUTSIDE) {
			continue;
		}
		if (graph->kind[node] == RA_NODE_ARRAY) {
			try_array(search, node);
		} else if (graph->kind[node] == RA_NODE_STRING && strings) {
			try_string(search, node);
		}
	}
}

/* "ImportJob::run:88::$rows->items" as "`$rows->items` in ImportJob::run():88"; other paths in
 * backquotes as they are. */
static char *place_text(const char *path)
{
	const char *at = path;

	while ((at = strstr(at, "::")) != NULL) {
		const char *line = at;

		while (line > path && line[-1] >= '0' && line[-1] <= '9') {
			line--;
		}
		if (line < at && line > path && line[-1] == ':') {
			const char *end = line - 1; /* of the function's name */
			const bool plain = end > path && end[-1] != '>' && end[-1] != ')';

			return ra_text_printf("`%s` in %.*s%s:%.*s", at + 2, (int)(end - path), path,
				plain ? "()" : "", (int)(at - line), line);
		}
		at += 2;
	}
	return ra_text_printf("`%s`", path);
}

static uint64_t retained(const struct ra_snapshot *snapshot, ra_node node)
{
	return snapshot->measures ? ra_node_dominated_bytes(snapshot->measures, node)
							  : ra_node_own_bytes(snapshot->graph, node);
}

static json_t *candidate_json(const struct candidate *candidate, const char *path)
{
	return json_pack("{s:I, s:s, s:I, s:I, s:o}", "node_id", (json_int_t)candidate->node, "type",
		candidate->string ? "string" : "array", "from", (json_int_t)candidate->from, "to",
		(json_int_t)candidate->to, "owner_path", ra_json_text(path));
}

static char *candidate_text(const struct candidate *candidate, const char *path)
{
	char *place = place_text(path);
	char *text = NULL;

	if (place && candidate->string && candidate->from == candidate->to) {
		text = ra_text_printf("%s had just reached %s", place, RA_SIZE(candidate->to));
	} else if (place && candidate->string) {
		text = ra_text_printf("%s was growing from %s to %s", place, RA_SIZE(candidate->from),
			RA_SIZE(candidate->to));
	} else if (place) {
		text = ra_text_printf("%s was growing from %s to %s slots", place,
			RA_COUNT(candidate->from), RA_COUNT(candidate->to));
	}
	free(place);
	return text;
}

static void add_one(struct search *search, struct ra_findings *findings)
{
	const struct candidate *candidate = &search->candidates[0];
	char *path = ra_path_text(search->snapshot, candidate->node, 0);
	char *text = path ? candidate_text(candidate, path) : NULL;

	if (!text) {
		findings->failed = true;
		free(path);
		return;
	}
	const bool large = search->wanted_bytes > SMALL_RUN;
	struct ra_finding *finding =
		ra_findings_add(findings, "growing_container", large ? RA_HIGH : RA_LOW,
			search->certain || (large && !candidate->string) ? RA_CONFIDENCE_HIGH
															 : RA_CONFIDENCE_MEDIUM,
			"%s (%s %s)", text, RA_SIZE(search->wanted_bytes),
			candidate->string ? "requested" : "more");

	ra_fact_text(finding, "owner_path", path);
	ra_fact_int(finding, "node_id", candidate->node);
	ra_fact_text(finding, "type", candidate->string ? "string" : "array");
	ra_fact_int(finding, "requested_bytes", search->wanted_bytes);
	ra_fact_int(finding, "from", candidate->from);
	ra_fact_int(finding, "to", candidate->to);
	ra_fact_bool(finding, "allocated", search->done);
	ra_fact_int(finding, "retained_size", retained(search->snapshot, candidate->node));
	ra_finding_hypothesis(finding, "The allocation that reached memory_limit was for this %s",
		candidate->string ? "string" : "array");
	ra_finding_next(finding, "Process in batches or stream instead of collecting");
	ra_finding_next(finding, "Bound its size");
	ra_finding_evidence(finding, candidate->node);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = retained(search->snapshot, candidate->node);
	}
	free(path);
	free(text);
}

static void add_several(struct search *search, struct ra_findings *findings)
{
	json_t *list = json_array();
	uint64_t impact = 0;
	struct ra_finding *finding = ra_findings_add(findings, "growing_container", RA_MEDIUM,
		RA_CONFIDENCE_MEDIUM, "%u containers can have asked for the %s that reached memory_limit",
		search->count, RA_SIZE(search->wanted_bytes));

	for (uint32_t i = 0; i < search->count; i++) {
		const struct candidate *candidate = &search->candidates[i];
		char *path = ra_path_text(search->snapshot, candidate->node, 0);
		char *text = path ? candidate_text(candidate, path) : NULL;
		const uint64_t bytes = retained(search->snapshot, candidate->node);

		if (text) {
			json_array_append_new(list, candidate_json(candidate, path));
			ra_finding_hypothesis(finding, "%s", text);
			ra_finding_path(finding, path);
			ra_finding_evidence(finding, candidate->node);
		}
		impact = bytes > impact ? bytes : impact;
		free(path);
		free(text);
	}
	ra_fact_int(finding, "requested_bytes", search->wanted_bytes);
	ra_fact_bool(finding, "allocated", search->done);
	ra_fact_set(finding, "candidates", list);
	ra_finding_next(finding, "Look at those that the running functions of the call stack fill");
	if (finding) {
		finding->impact_bytes = impact;
	}
}

void ra_find_growing(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_heap *heap = snapshot->heap;
	struct search search = {.snapshot = snapshot};

	if (!heap->found) {
		return;
	}
	if (snapshot->note && snapshot->note->message) {
		search.wanted_bytes = size_in_message(snapshot->note->message);
	}
	search.done = heap->real_peak_bytes > heap->limit_bytes;
	find_candidates(&search);
	if (search.count == 1) {
		add_one(&search, findings);
	} else if (search.count > 1 && search.count <= LISTED) {
		add_several(&search, findings);
	}
}
