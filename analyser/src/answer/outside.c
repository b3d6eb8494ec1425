/* Memory that is resident and not PHP's heap. The header has the resident size; which mapping holds
 * how much of it is estimated from the dump: pages that hold data. What then remains are pages of
 * files, so the parts add up. */
#include "answer/answer_parts.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/outside_classes.h"
#include "findings/ranking.h"
#include "reader/heap.h"
#include "walk/snapshot.h"

enum {
	MAX_CLASSES = 4,
	LARGE_MB = 64
};

static void add_parts(struct ra_outside *out, const struct ra_resident *resident)
{
	uint64_t left = out->rss_bytes;
	/* what is not resident (swapped, never touched) is in none of them */
	const struct {
		uint64_t bytes;
		uint64_t *out;
	} parts[] = {{out->php_heap_bytes, &out->php_heap_bytes},
		{resident->c_heap, &out->c_heap_bytes}, {resident->anonymous, &out->anonymous_bytes},
		{resident->shared, &out->shared_bytes}, {resident->stacks, &out->stack_bytes}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		*parts[i].out = parts[i].bytes < left ? parts[i].bytes : left;
		left -= *parts[i].out;
	}
	out->file_bytes = left;
}

static bool add_classes(struct ra_outside *out, const struct ra_graph *graph)
{
	out->classes = calloc(MAX_CLASSES + 1, sizeof(*out->classes));
	for (uint32_t c = 0; out->classes && c < graph->class_count; c++) {
		uint32_t at = out->class_count;

		if (graph->classes[c].instance_count == 0 || !ra_outside_data(graph, c)) {
			continue;
		}
		while (at > 0 && out->classes[at - 1].count < graph->classes[c].instance_count) {
			out->classes[at] = out->classes[at - 1];
			at--;
		}
		out->classes[at] =
			(struct ra_outside_class){ra_class_name(graph, c), graph->classes[c].instance_count};
		if (out->class_count < MAX_CLASSES) {
			out->class_count++;
		} else {
			free(out->classes[MAX_CLASSES].name);
		}
	}
	return out->classes != NULL;
}

bool ra_answer_outside(struct ra_answer *answer, const struct ra_snapshot *snapshot)
{
	struct ra_outside *const out = &answer->outside;

	struct ra_process process;
	struct ra_resident resident;

	if (!ra_reader_process(&snapshot->reader, &process) || process.rss_bytes <= 0 ||
		!snapshot->heap->found || !ra_reader_resident(&snapshot->reader, &resident)) {
		return true;
	}
	answer->has_outside = true;
	out->rss_bytes = (uint64_t)process.rss_bytes;
	out->php_heap_bytes = snapshot->heap->real_usage_bytes;
	out->is_large = out->rss_bytes > out->php_heap_bytes &&
					(out->rss_bytes / 3 > out->php_heap_bytes / 2 ||
						out->rss_bytes - out->php_heap_bytes > (uint64_t)LARGE_MB << 20);
	add_parts(out, &resident);
	return add_classes(out, snapshot->graph);
}
