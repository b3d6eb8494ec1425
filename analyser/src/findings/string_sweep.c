/* See string_sweep.h. */
#include "findings/string_sweep.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleared.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/sort.h"
#include "findings/path.h"

enum {
	PIECE_BYTES = 4096,
	BITS_PER_STRING = 8
};

bool ra_string_hash(struct ra_snapshot *snapshot, ra_node node, uint64_t *hash, uint64_t *length)
{
	struct ra_string string;
	uint8_t buffer[PIECE_BYTES]; /* whole words: only the last piece has a tail */
	uint64_t state;

	if (!ra_reader_string(&snapshot->reader, ra_node_address(snapshot->graph, node), &string) ||
		string.length > ra_node_own_bytes(snapshot->graph, node)) {
		return false;
	}
	state = ra_hash_next(0, string.length); /* goes in first, so padding cannot be mistaken */
	for (uint64_t done = 0; done < string.length;) {
		const uint64_t left = string.length - done;
		const size_t size = left < PIECE_BYTES ? (size_t)left : PIECE_BYTES;
		const uint8_t *const bytes =
			ra_reader_text_bytes(&snapshot->reader, &string, done, buffer, size);

		if (!bytes) {
			return false;
		}
		state = ra_hash_more(state, bytes, size);
		done += size;
	}
	*hash = state;
	*length = string.length;
	return true;
}

static bool is_wanted(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_STRING && ra_node_own_bytes(graph, node) > 0;
}

bool ra_string_sweep_make(struct ra_snapshot *snapshot, struct ra_string_sweep *out)
{
	const struct ra_graph *graph = snapshot->graph;
	size_t wanted = 0;

	memset(out, 0, sizeof(*out));
	for (ra_node node = 0; node < graph->node_count; node++) {
		wanted += graph->kind[node] == RA_NODE_STRING; /* of which few cost the heap nothing */
	}
	out->items = reallocarray(NULL, wanted + 1, sizeof(*out->items));
	if (!out->items) {
		return false;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		struct ra_swept_string *item = &out->items[out->count];
		uint64_t length;

		if (is_wanted(graph, node) && ra_string_hash(snapshot, node, &item->hash, &length)) {
			item->node = node;
			item->length = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
			out->count++;
		}
	}
	out->read = out->count;
	return true;
}

/* A bit for each of so many hashes. */
static uint64_t bit_of(const struct ra_swept_string *item, uint64_t mask)
{
	return item->hash & mask;
}

void ra_string_sweep_keep_repeated(struct ra_string_sweep *sweep)
{
	uint64_t bits = 64, *once, *again;
	uint32_t kept = 0;

	while (bits < (uint64_t)sweep->count * BITS_PER_STRING) {
		bits *= 2;
	}
	once = ra_cleared(bits / 64, sizeof(*once));
	again = calloc(bits / 64, sizeof(*again));
	for (uint32_t i = 0; once && again && i < sweep->count; i++) {
		const uint64_t bit = bit_of(&sweep->items[i], bits - 1);
		const uint64_t mask = UINT64_C(1) << bit % 64;

		again[bit / 64] |= once[bit / 64] & mask;
		once[bit / 64] |= mask;
	}
	for (uint32_t i = 0; once && again && i < sweep->count; i++) {
		const uint64_t bit = bit_of(&sweep->items[i], bits - 1);

		if (again[bit / 64] >> bit % 64 & 1) {
			sweep->items[kept++] = sweep->items[i];
		}
	}
	if (once && again) { /* or all are kept */
		sweep->count = kept;
	}
	free(once);
	free(again);
}

void ra_string_sweep_done(struct ra_string_sweep *sweep)
{
	free(sweep->items);
	memset(sweep, 0, sizeof(*sweep));
}

static int compare_strings(const void *a, const void *b)
{
	const struct ra_swept_string *left = a;
	const struct ra_swept_string *right = b;

	if (left->hash != right->hash) {
		return left->hash < right->hash ? -1 : 1;
	}
	if (left->length != right->length) {
		return left->length < right->length ? -1 : 1;
	}
	return left->node < right->node ? -1 : left->node > right->node;
}

void ra_string_sweep_group(struct ra_string_sweep *sweep)
{
	_Static_assert(sizeof(*sweep->items) == sizeof(struct ra_keyed) &&
					   offsetof(struct ra_swept_string, node) == offsetof(struct ra_keyed, id),
		"as ra_sort_keyed() wants them");
	ra_sort_keyed(sweep->items, sweep->count);
	/* Different contents of one hash: nothing but a dump made for it has them. */
	for (uint32_t begin = 0, end; begin < sweep->count; begin = end) {
		bool mixed = false;

		for (end = begin + 1;
			end < sweep->count && sweep->items[end].hash == sweep->items[begin].hash; end++) {
			mixed = mixed || sweep->items[end].length != sweep->items[begin].length;
		}
		if (mixed) {
			qsort(&sweep->items[begin], end - begin, sizeof(*sweep->items), compare_strings);
		}
	}
}

size_t ra_string_sample(struct ra_snapshot *snapshot, ra_node node, char *out, uint64_t *length)
{
	size_t size;

	*length = 0;
	return ra_path_string_bytes(snapshot, node, out, RA_STRING_SAMPLE, &size, length) ? size : 0;
}

char *ra_string_preview(struct ra_snapshot *snapshot, ra_node node, size_t columns)
{
	if (snapshot->hide_contents) {
		return strdup(RA_HIDDEN);
	}
	char sample[RA_STRING_SAMPLE];
	uint64_t length;
	const size_t size = ra_string_sample(snapshot, node, sample, &length);

	return ra_text_preview(sample, size, length > size, columns);
}
