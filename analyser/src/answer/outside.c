/* Memory that is resident and not PHP's heap. The header has the resident size; which mapping holds
 * how much of it is estimated from the dump: pages that hold data. What then remains are pages of
 * files, so the parts add up. */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/ranking.h"
#include "memory/space.h"
#include "php/zendmm.h"
#include "walk/snapshot.h"

#define PAGE        4096u
#define MOST_PROBES 1024u /* pages looked at per mapping */

enum {
	MOST_CLASSES = 4,
	LARGE_MB = 64
};

enum part {
	PART_C_HEAP,
	PART_ANONYMOUS,
	PART_SHARED,
	PART_STACK,
	PART_NONE
};

/* Classes whose objects keep their data outside PHP's heap. */
static const char *const outside_classes[] = {"GdImage", "GdFont", "Imagick", "ImagickDraw",
	"ImagickPixel", "DOMDocument", "DOMElement", "DOMText", "SimpleXMLElement", "XMLReader",
	"XMLWriter", "XSLTProcessor", "PDO", "PDOStatement", "mysqli", "mysqli_result", "SQLite3",
	"SQLite3Stmt", "SQLite3Result", "CurlHandle", "CurlMultiHandle", "CurlShareHandle", "GMP",
	"Collator", "NumberFormatter", "IntlDateFormatter", "Transliterator", "NormalizerIterator",
	"OpenSSLAsymmetricKey", "OpenSSLCertificate", "ZipArchive", "DeflateContext", "InflateContext",
	"FFI\\CData", "Redis", "Memcached"};

/* In a chunk or a huge block; those stand in the order of their addresses. */
static bool is_php_heap(const struct ra_heap *heap, ra_addr at)
{
	uint32_t low = 0, high = heap->huge_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (heap->huge[middle].address + heap->huge[middle].bytes > at) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return ra_heap_holds(heap, at) || (low < heap->huge_count && heap->huge[low].address <= at);
}

static enum part part_of(const struct ra_map_entry *entry)
{
	if (!entry->private) {
		return PART_SHARED;
	}
	if (ra_slice_is(entry->name, "[heap]")) {
		return PART_C_HEAP;
	}
	if (entry->name.length >= 6 && memcmp(entry->name.bytes, "[stack", 6) == 0) {
		return PART_STACK;
	}
	if (entry->name.length > 0 && entry->name.bytes[0] == '/') {
		return PART_NONE;
	}
	return entry->writable ? PART_ANONYMOUS : PART_NONE;
}

static bool is_zero(const uint8_t *bytes)
{
	return bytes[0] == 0 && memcmp(bytes, bytes + 1, PAGE - 1) == 0;
}

/* Bytes of the mapping on pages that hold data, from a sample when it is large. PHP's own chunks and
 * huge blocks are left out: the kernel makes one mapping of neighbours. */
static uint64_t touched_bytes(const struct ra_snapshot *snapshot, const struct ra_map_entry *entry)
{
	const uint64_t captured =
		ra_space_captured_bytes(snapshot->space, entry->begin, entry->end) / PAGE;
	const uint64_t pages = (entry->end - entry->begin) / PAGE;
	const uint64_t step = pages / MOST_PROBES + 1;
	uint64_t probes = 0, touched = 0;
	uint8_t bytes[PAGE];

	for (uint64_t page = 0; captured > 0 && page < pages; page += step) {
		const ra_addr at = entry->begin + page * PAGE;

		if (ra_space_captured(snapshot->space, at, PAGE)) {
			probes++;
			touched += !is_php_heap(snapshot->heap, at) &&
					   ra_space_read(snapshot->space, at, bytes, PAGE) && !is_zero(bytes);
		}
	}
	return probes > 0 ? captured * touched / probes * PAGE : 0;
}

static void add_parts(struct ra_outside *out, const struct ra_snapshot *snapshot)
{
	uint64_t part[PART_NONE + 1] = {0};
	uint64_t left = out->rss_bytes;

	for (uint32_t i = 0; i < snapshot->dump->entry_count; i++) {
		const struct ra_map_entry *const entry = &snapshot->dump->entries[i];
		const enum part kind = part_of(entry);

		if (kind != PART_NONE && entry->readable) {
			part[kind] += touched_bytes(snapshot, entry);
		}
	}
	/* what is not resident (swapped, never touched) is in none of them */
	uint64_t *const parts[] = {&out->php_heap_bytes, &part[PART_C_HEAP], &part[PART_ANONYMOUS],
		&part[PART_SHARED], &part[PART_STACK]};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		*parts[i] = *parts[i] < left ? *parts[i] : left;
		left -= *parts[i];
	}
	out->c_heap_bytes = part[PART_C_HEAP];
	out->anonymous_bytes = part[PART_ANONYMOUS];
	out->shared_bytes = part[PART_SHARED];
	out->stack_bytes = part[PART_STACK];
	out->file_bytes = left;
}

static bool is_outside_class(const struct ra_graph *graph, const struct ra_class *cls)
{
	const char *const name = ra_graph_name(graph, cls->name, NULL);

	for (size_t i = 0; i < sizeof(outside_classes) / sizeof(outside_classes[0]); i++) {
		if (cls->internal && strcmp(outside_classes[i], name) == 0) {
			return true;
		}
	}
	return false;
}

static bool add_classes(struct ra_outside *out, const struct ra_graph *graph)
{
	out->classes = calloc(MOST_CLASSES + 1, sizeof(*out->classes));
	for (uint32_t c = 0; out->classes && c < graph->class_count; c++) {
		uint32_t at = out->class_count;

		if (graph->classes[c].instance_count == 0 || !is_outside_class(graph, &graph->classes[c])) {
			continue;
		}
		while (at > 0 && out->classes[at - 1].count < graph->classes[c].instance_count) {
			out->classes[at] = out->classes[at - 1];
			at--;
		}
		out->classes[at] =
			(struct ra_outside_class){ra_class_name(graph, c), graph->classes[c].instance_count};
		if (out->class_count < MOST_CLASSES) {
			out->class_count++;
		} else {
			free(out->classes[MOST_CLASSES].name);
		}
	}
	return out->classes != NULL;
}

bool ra_answer_outside(struct ra_answer *answer, const struct ra_snapshot *snapshot)
{
	struct ra_outside *const out = &answer->outside;

	if (!snapshot->dump || snapshot->dump->rss_bytes <= 0 || !snapshot->heap->found) {
		return true;
	}
	answer->has_outside = true;
	out->rss_bytes = (uint64_t)snapshot->dump->rss_bytes;
	out->php_heap_bytes = snapshot->heap->real_usage_bytes;
	out->is_large = out->rss_bytes > out->php_heap_bytes &&
					(out->rss_bytes / 3 > out->php_heap_bytes / 2 ||
						out->rss_bytes - out->php_heap_bytes > (uint64_t)LARGE_MB << 20);
	add_parts(out, snapshot);
	return add_classes(out, snapshot->graph);
}
