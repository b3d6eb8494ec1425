/* The Zend memory manager's state as plain data: chunks, page runs, slots, free lists, huge blocks,
 * counters. Every live small slot, large run and huge block has a slot number, dense from 0, so
 * that later stages can keep a plain array per slot. A source without one leaves `found` false. */
#ifndef RA_HEAP_H
#define RA_HEAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

#define RA_CHUNK_BYTES     (2u * 1024 * 1024)
#define RA_PAGE_BYTES      4096u
#define RA_PAGES_PER_CHUNK 512u

#define RA_BINS            30u
#define RA_BIN_LARGE       30u /* a run of whole pages: one slot */
#define RA_BIN_HUGE        31u /* a huge block: one slot */

#define RA_NO_SLOT         UINT32_MAX
#define RA_NO_RUN          UINT32_MAX

struct ra_heap_bin {
	uint32_t slot_bytes;
	uint32_t slots; /* of one run */
	uint32_t pages;
	uint32_t inverse; /* 2^32 / slot_bytes, rounded up */
};

extern const struct ra_heap_bin ra_heap_bins[RA_BINS];

/* offset / slot_bytes as a product: exact for every offset in a run, of which the longest has 28 KiB. */
static inline uint32_t ra_heap_bin_slot(const struct ra_heap_bin *bin, uint32_t offset)
{
	return (uint32_t)((uint64_t)offset * bin->inverse >> 32);
}

struct ra_heap_run {
	ra_addr start;
	uint64_t slot_bytes;
	uint32_t first_slot;
	uint32_t slot_count;
	uint32_t chunk; /* index of chunks; of a huge block: index of huge */
	uint16_t page;  /* first page in its chunk */
	uint8_t bin;    /* or RA_BIN_LARGE, RA_BIN_HUGE */
};

/* What a value's address needs to find its slot, without the run's row. */
struct ra_heap_page {
	uint32_t run;        /* index of runs, or RA_NO_RUN: a free page, the header */
	uint32_t first_slot; /* of the run */
	uint8_t bin;         /* below RA_BINS: of small slots */
	uint8_t number;      /* of the page in its run, when it is of small slots */
};

struct ra_heap_chunk {
	ra_addr address;
	uint32_t used_pages; /* of 512, the header's page included */
	struct ra_heap_page pages[RA_PAGES_PER_CHUNK];
	uint8_t free_map[RA_PAGES_PER_CHUNK / 8]; /* bit set: page in use */
};

struct ra_heap_huge {
	ra_addr address;
	uint64_t bytes;
	ra_addr list_node; /* the small slot that lists it */
	uint32_t run;
};

struct ra_heap_bin_state {
	uint64_t runs;
	uint64_t slots;
	uint64_t free_slots;
	uint64_t broken_links; /* free-list pointers that lead out of the bin, or into a cycle */
};

/* What was computed of the heap when runs and slots were still there, for a source that keeps only the results. */
struct ra_heap_told {
	bool whole; /* false: there are counters, and nothing else is known */
	uint64_t empty_run_bytes, returnable_bytes;
	uint64_t bin_free_slots[RA_BINS], bin_empty_runs[RA_BINS];
	uint8_t *chunk_empty; /* by chunk: nothing in it is used */
};

struct ra_heap {
	bool found; /* false: no ZendMM in the dump (USE_ZEND_ALLOC=0, or its memory is not there) */
	ra_addr address;
	ra_addr main_chunk;

	struct ra_heap_chunk *chunks; /* in ring order, from the main chunk on */
	uint32_t chunk_count;
	ra_addr *cached_chunks;
	uint32_t cached_chunk_count;
	struct ra_heap_huge *huge; /* by address */
	uint32_t huge_count;
	struct ra_heap_run *runs; /* by chunk and page; huge blocks behind them */
	uint32_t run_count;
	uint32_t slot_count;
	uint8_t *free_bits; /* one bit per slot */
	struct ra_heap_bin_state bin[RA_BINS];

	/* The heap's own counters. */
	bool counters_agree;  /* real_size is what chunks, cached chunks and huge blocks add up to */
	uint64_t usage_bytes; /* heap->size: memory_get_usage() */
	uint64_t peak_bytes;  /* memory_get_peak_usage() */
	uint64_t real_usage_bytes; /* memory_get_usage(true) */
	uint64_t real_peak_bytes;
	uint64_t limit_bytes; /* memory_limit; close to 2^63: none */
	uint32_t chunks_count;
	uint32_t peak_chunks_count;
	uint32_t cached_chunks_count;
	double average_chunks_count;
	uint32_t last_chunks_delete_boundary;
	uint32_t last_chunks_delete_count;

	/* What the parts add up to. */
	uint64_t live_bytes;  /* live slots, runs and huge blocks: equals usage_bytes on a sound heap */
	uint64_t small_bytes; /* live small slots */
	uint64_t large_bytes; /* runs of whole pages */
	uint64_t huge_bytes;
	uint64_t free_slot_bytes;     /* slots on free lists */
	uint64_t free_page_bytes;     /* free pages of the chunks */
	uint64_t lost_run_tail_bytes; /* ends of small runs that are no slot */
	bool partial;                 /* a chunk, list or huge block could not be read wholly */

	struct ra_heap_index *index; /* private: address to chunk */
	struct ra_heap_told *told;   /* NULL: runs and slots are there */
};

struct ra_slot {
	ra_addr start;
	uint64_t bytes;
	uint32_t number;
	uint32_t run;
};

/* Chunks of a process lie close together, so nearly always a plain table by address serves: one entry for each 2 MiB
 * from the lowest chunk to the highest. Where they are spread too widely for that (they need not be, a dump is what
 * somebody made) a hash table takes its place. */
struct ra_heap_index {
	ra_addr lowest;   /* address of a chunk */
	uint64_t entries; /* of the plain table; 0: there is none */
	uint32_t mask;    /* of the hash table */
	uint32_t *slots;  /* chunk index + 1; 0: empty */
};

#define RA_CHUNK_SHIFT 21

/* Of any address, the long way. */
bool ra_heap_find_slot(const struct ra_heap *heap, ra_addr at, struct ra_slot *slot);

/* The slot that holds the address. False: outside the heap, in a free page, a chunk header or the
 * unused end of a run. Live or not: ask ra_heap_slot_live(). */
static inline bool ra_heap_slot_at(const struct ra_heap *heap, ra_addr at, struct ra_slot *slot)
{
	const struct ra_heap_index *const index = heap->index;
	const uint64_t entry = index ? (at - index->lowest) >> RA_CHUNK_SHIFT : 0;
	const uint32_t chunk = index && entry < index->entries ? index->slots[entry] : 0;

	if (chunk) {
		const struct ra_heap_page *const page =
			&heap->chunks[chunk - 1].pages[at / RA_PAGE_BYTES % RA_PAGES_PER_CHUNK];

		if (page->bin < RA_BINS) {
			const struct ra_heap_bin *const bin = &ra_heap_bins[page->bin];
			const uint32_t offset = page->number * RA_PAGE_BYTES + (uint32_t)(at % RA_PAGE_BYTES);
			const uint32_t number = ra_heap_bin_slot(bin, offset);

			slot->start = at - offset + number * bin->slot_bytes;
			slot->bytes = bin->slot_bytes;
			slot->number = page->first_slot + number;
			slot->run = page->run;
			return number < bin->slots;
		}
	}
	return ra_heap_find_slot(heap, at, slot);
}

/* Runs of pages and huge blocks are of whole pages, small slots are less: most questions need no row of a run. */
static inline bool ra_heap_slot_is_small(const struct ra_slot *slot)
{
	return slot->bytes < RA_PAGE_BYTES;
}

static inline bool ra_heap_slot_is_huge(const struct ra_heap *heap, const struct ra_slot *slot)
{
	return !ra_heap_slot_is_small(slot) && heap->runs[slot->run].bin == RA_BIN_HUGE;
}

static inline bool ra_heap_slot_live(const struct ra_heap *heap, uint32_t slot)
{
	return !(heap->free_bits[slot >> 3] >> (slot & 7) & 1);
}

static inline ra_addr ra_heap_slot_address(const struct ra_heap_run *run, uint32_t slot)
{
	return run->start + (uint64_t)(slot - run->first_slot) * run->slot_bytes;
}

/* True when the address lies in a chunk of this heap (whatever is there). */
bool ra_heap_holds(const struct ra_heap *heap, ra_addr at);

/* Makes chunks findable by address; they stay where they are from then on. False: no memory. */
bool ra_heap_index_new(struct ra_heap *heap);
void ra_heap_index_free(struct ra_heap_index *index); /* NULL is allowed */

#endif
