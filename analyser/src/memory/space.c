/* The dumped address space over the dump's source.
 *
 * Extents are the regions of the dump sorted by address and cut so that none overlap: where two
 * regions overlap, the one that begins lower wins, then the one that comes first in the file. Map
 * entries are sorted likewise; an address belongs to the entry that begins last at or before it. */
#include "memory/space.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "memory/backing.h"

/* Direct-mapped cache in front of the binary search: the extent of the last read per 2 MiB of
 * address space. */
#define HINT_SHIFT 21

/* Reads until the file's pages are given back: a report holds 10 MB of them at a time, and costs 2 to 4 % more. */
#define READS_AT_HAND 32768u
#define HINT_COUNT    256

struct extent {
	ra_addr address;
	uint64_t size_bytes;
	uint64_t offset; /* in the file */
	uint64_t before; /* bytes in all extents below this one */
};

struct cut { /* the part of a region that a truncated file does not hold */
	ra_addr address;
	uint64_t size_bytes;
};

struct ra_space {
	const struct ra_dump *dump;
	struct ra_source *source; /* the dump's */
	struct extent *extents;   /* sorted, without overlap */
	uint32_t extent_count;
	uint32_t hints[HINT_COUNT];
	const struct ra_map_entry **entries; /* sorted by begin */
	uint32_t entry_count;

	struct cut cut;       /* of the last region there is; size 0: none */
	bool regions_missing; /* a truncated file lacks whole regions: their addresses are unknown */
	ra_addr last_captured;

	uint64_t holes[RA_HOLE_REASONS];
	uint64_t reads;
	uint64_t reads_at_hand;                 /* so many, and the file's pages are given back */
	uint64_t holes_before[RA_HOLE_REASONS]; /* of a view: what it started with */
	uint64_t reads_before;
	uint8_t *trace; /* enum ra_trace by byte of the extents; NULL: nobody asks */
	bool scanning;  /* what is read now is not traced */
	bool naming;
	struct ra_backing *backing; /* NULL: no binaries wanted */
};

static int compare_extents(const void *left, const void *right)
{
	const struct extent *a = left, *b = right;

	if (a->address != b->address) {
		return a->address < b->address ? -1 : 1;
	}
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static int compare_entries(const void *left, const void *right)
{
	const struct ra_map_entry *a = *(const struct ra_map_entry *const *)left;
	const struct ra_map_entry *b = *(const struct ra_map_entry *const *)right;

	if (a->begin != b->begin) {
		return a->begin < b->begin ? -1 : 1;
	}
	return a < b ? -1 : a > b; /* order in the file */
}

static bool index_regions(struct ra_space *space, struct ra_error *err)
{
	const struct ra_dump *dump = space->dump;
	uint32_t kept = 0;
	ra_addr covered = 0; /* everything below it has its extent */

	space->extents = calloc(dump->region_count + 1u, sizeof(*space->extents));
	if (!space->extents) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to index the regions");
	}
	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *region = &dump->regions[i];

		space->extents[i] =
			(struct extent){region->address, region->present_bytes, region->body_offset, 0};
		if (region->present_bytes < region->size_bytes) {
			space->cut = (struct cut){region->address + region->present_bytes,
				region->size_bytes - region->present_bytes};
		}
		if (region->address > space->last_captured) {
			space->last_captured = region->address;
		}
	}
	qsort(space->extents, dump->region_count, sizeof(*space->extents), compare_extents);
	for (uint32_t i = 0; i < dump->region_count; i++) {
		struct extent extent = space->extents[i];

		if (kept && extent.address < covered) {
			const uint64_t overlap = covered - extent.address;

			if (overlap >= extent.size_bytes) {
				continue;
			}
			extent.address += overlap;
			extent.offset += overlap;
			extent.size_bytes -= overlap;
		}
		if (extent.size_bytes == 0) {
			continue;
		}
		extent.before =
			kept ? space->extents[kept - 1].before + space->extents[kept - 1].size_bytes : 0;
		covered = extent.address + extent.size_bytes;
		space->extents[kept++] = extent;
	}
	space->extent_count = kept;
	space->regions_missing = dump->missing_regions != 0;
	return true;
}

static bool index_entries(struct ra_space *space, struct ra_error *err)
{
	const struct ra_dump *dump = space->dump;

	space->entries = calloc(dump->entry_count + 1u, sizeof(*space->entries));
	if (!space->entries) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to index the memory map");
	}
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		if (dump->entries[i].begin < dump->entries[i].end) {
			space->entries[space->entry_count++] = &dump->entries[i];
		}
	}
	qsort(space->entries, space->entry_count, sizeof(*space->entries), compare_entries);
	return true;
}

static bool begin_trace(struct ra_space *space, struct ra_error *err)
{
	const struct extent *const last =
		space->extent_count ? &space->extents[space->extent_count - 1] : NULL;

	/* Untouched pages of it take no memory. */
	space->trace = calloc(last ? last->before + last->size_bytes + 1 : 1, 1);
	return space->trace ||
		   ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to remember what is read");
}

static bool read_captured(void *context, ra_addr at, void *out, size_t length)
{
	return ra_space_captured(context, at, length) && ra_space_read(context, at, out, length);
}

bool ra_space_open(const struct ra_dump *dump, const struct ra_space_options *options,
	struct ra_space **out, struct ra_error *err)
{
	struct ra_space *space = calloc(1, sizeof(*space));

	if (!space) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the address space");
	}
	if (options && options->dependency_root && *options->dependency_root &&
		access(options->dependency_root, X_OK) != 0) {
		free(space);
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "--dependency-root %s: %s",
			options->dependency_root, strerror(errno));
	}
	space->dump = dump;
	space->source = dump->source;
	if (!index_regions(space, err) || !index_entries(space, err)) {
		ra_space_close(space);
		return false;
	}
	if (options && options->trace && !begin_trace(space, err)) {
		ra_space_close(space);
		return false;
	}
	if (!(options && options->no_files) &&
		!ra_backing_new(dump, options, read_captured, space, &space->backing, err)) {
		ra_space_close(space);
		return false;
	}
	*out = space;
	return true;
}

void ra_space_close(struct ra_space *space)
{
	if (!space) {
		return;
	}
	ra_backing_free(space->backing);
	free(space->extents);
	free(space->entries);
	free(space->trace);
	free(space);
}

bool ra_space_can_be_shared(const struct ra_space *space)
{
	return ra_source_can_be_shared(space->source) && !space->trace;
}

struct ra_space *ra_space_view(const struct ra_space *space)
{
	struct ra_space *const view = malloc(sizeof(*view));

	if (view) {
		*view = *space;
		memcpy(view->holes_before, view->holes, sizeof(view->holes));
		view->reads_before = view->reads;
	}
	return view;
}

void ra_space_view_close(struct ra_space *space, struct ra_space *view)
{
	if (!view) {
		return;
	}
	for (int reason = 0; reason < RA_HOLE_REASONS; reason++) {
		space->holes[reason] += view->holes[reason] - view->holes_before[reason];
	}
	space->reads += view->reads - view->reads_before;
	free(view);
}

struct ra_space *ra_space_view_captured(const struct ra_space *space)
{
	struct ra_space *const view = ra_space_view(space);

	if (view) {
		view->backing = NULL;
		view->reads_at_hand = view->reads + READS_AT_HAND;
	}
	return view;
}

void ra_space_view_drop(struct ra_space *view)
{
	free(view);
}

void ra_space_settle_files(struct ra_space *space, uint32_t told)
{
	if (space->backing) {
		ra_backing_settle(space->backing, told);
	}
}

/* How many extents begin at or below the address. */
static uint32_t extents_up_to(const struct ra_space *space, ra_addr at)
{
	uint32_t low = 0, high = space->extent_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (space->extents[middle].address <= at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* The extent that holds the address, or NULL. O(log n), O(1) when it is the last one used in these
 * 2 MiB. */
static const struct extent *find_extent(struct ra_space *space, ra_addr at)
{
	uint32_t *hint = &space->hints[(at >> HINT_SHIFT) % HINT_COUNT];
	uint32_t low;

	if (*hint < space->extent_count &&
		at - space->extents[*hint].address < space->extents[*hint].size_bytes) {
		return &space->extents[*hint];
	}
	low = extents_up_to(space, at);
	if (low == 0 || at - space->extents[low - 1].address >= space->extents[low - 1].size_bytes) {
		return NULL;
	}
	*hint = low - 1;
	return &space->extents[low - 1];
}

void ra_space_forget(struct ra_space *space)
{
	ra_source_forget(space->source);
}

static bool count_hole(struct ra_space *space, ra_addr at)
{
	enum ra_hole_reason reason = RA_HOLE_UNMAPPED;

	if (at - space->cut.address < space->cut.size_bytes) {
		reason = RA_HOLE_CUT;
	} else if (ra_space_entry(space, at)) {
		/* Regions stand in address order, so what lies behind the last one may have been cut
		 * off. */
		reason = space->regions_missing && at > space->last_captured ? RA_HOLE_CUT
																	 : RA_HOLE_NOT_CAPTURED;
	}
	space->holes[reason]++;
	return false;
}

/* A page that a process no longer has is a hole; a file that cannot be read is the end of the answer. */
static bool cannot_read(struct ra_space *space, ra_addr at)
{
	if (ra_source_failed(space->source, NULL)) {
		ra_note_lost_input();
	}
	return count_hole(space, at);
}

/* How many bytes from `at` on, at most `limit`, come from a binary on disk and not from the
 * dump. */
static uint64_t backing_extent(struct ra_space *space, ra_addr at, uint64_t limit)
{
	const struct ra_map_entry *entry = space->backing ? ra_space_entry(space, at) : NULL;
	uint64_t next;

	if (!entry) {
		return 0;
	}
	next = extents_up_to(space, at);
	if (next < space->extent_count && space->extents[next].address - at < limit) {
		limit = space->extents[next].address - at;
	}
	return ra_backing_extent(space->backing, entry, at, limit);
}

/* Copies what the binary on disk has of it; returns how much that is. */
static uint64_t read_backing(struct ra_space *space, ra_addr at, uint8_t *out, uint64_t length)
{
	const uint64_t part = backing_extent(space, at, length);

	if (part && !ra_backing_read(space->backing, ra_space_entry(space, at), at, out, part)) {
		ra_note_lost_input(); /* of which it gave other bytes before */
		return 0;
	}
	return part;
}

static void trace(struct ra_space *space, const struct extent *extent, uint64_t skip, uint64_t part)
{
	uint8_t *const bytes = space->trace + extent->before + skip;

	for (uint64_t i = 0; i < part; i++) {
		bytes[i] = space->naming || bytes[i] == RA_TRACE_NAME ? RA_TRACE_NAME : RA_TRACE_READ;
	}
}

static inline void count_reads(struct ra_space *space, uint64_t count)
{
	space->reads += count;
	if (space->reads >= space->reads_at_hand) {
		space->reads_at_hand = space->reads + READS_AT_HAND;
		ra_source_let_go(space->source);
	}
}

/* Most reads are of a word, a value, a header: those are moved without a call. */
static inline void copy_plain(uint8_t *out, const uint8_t *bytes, size_t length)
{
	switch (length) {
	case 8:
		memcpy(out, bytes, 8);
		break;
	case 16:
		memcpy(out, bytes, 16);
		break;
	default:
		memcpy(out, bytes, length);
	}
}

/* Within one extent, and one window of the file that is at hand; or NULL. A trace is taken on the long way. */
static inline const uint8_t *peek(struct ra_space *space, ra_addr at, size_t length)
{
	const struct extent *const extent = space->trace ? NULL : find_extent(space, at);

	if (!extent || extent->size_bytes - (at - extent->address) < length) {
		return NULL;
	}
	return ra_source_peek(space->source, extent->offset + (at - extent->address), length);
}

static inline bool read_plain(struct ra_space *space, ra_addr at, void *out, size_t length)
{
	const uint8_t *const bytes = peek(space, at, length);

	if (!bytes) {
		return false;
	}
	copy_plain(out, bytes, length);
	return true;
}

bool ra_space_read(struct ra_space *space, ra_addr at, void *out, size_t length)
{
	uint8_t *to = out;

	count_reads(space, 1);
	if (read_plain(space, at, out, length)) {
		return true;
	}
	while (length) {
		const struct extent *extent = find_extent(space, at);
		uint64_t skip, part;

		if (!extent) {
			part = read_backing(space, at, to, length);
			if (part == 0) {
				return count_hole(space, at);
			}
			to += part;
			at += part;
			length -= part;
			continue;
		}
		skip = at - extent->address;
		part = extent->size_bytes - skip;
		if (part > length) {
			part = length;
		}
		if (space->trace && !space->scanning) {
			trace(space, extent, skip, part);
		}
		if (!ra_source_read(space->source, extent->offset + skip, to, part)) {
			return cannot_read(space, at);
		}
		to += part;
		at += part;
		length -= part;
	}
	return true;
}

const uint8_t *ra_space_bytes(struct ra_space *space, ra_addr at, uint8_t *buffer, size_t length)
{
	const uint8_t *const bytes = peek(space, at, length);

	if (bytes) {
		count_reads(space, 1);
		return bytes;
	}
	return ra_space_read(space, at, buffer, length) ? buffer : NULL;
}

const uint8_t *ra_space_lasting(struct ra_space *space, ra_addr at, uint8_t *buffer, size_t length)
{
	if (ra_source_is_at_hand(space->source)) {
		return ra_space_bytes(space, at, buffer, length);
	}
	return ra_space_read(space, at, buffer, length) ? buffer : NULL;
}

void ra_space_prefetch(struct ra_space *space, ra_addr at)
{
	const struct extent *const extent = find_extent(space, at);
	const uint8_t *const bytes =
		extent ? ra_source_peek(space->source, extent->offset + (at - extent->address), 1) : NULL;

	if (bytes) {
		__builtin_prefetch(bytes);
	}
}

bool ra_space_scan(struct ra_space *space, ra_addr at, void *out, size_t length)
{
	const bool before = ra_space_trace_pause(space, true);
	const bool read = ra_space_read(space, at, out, length);

	ra_space_trace_pause(space, before);
	return read;
}

bool ra_space_trace_pause(struct ra_space *space, bool on)
{
	const bool before = space->scanning;

	space->scanning = on;
	return before;
}

bool ra_space_trace_names(struct ra_space *space, bool on)
{
	const bool before = space->naming;

	space->naming = on;
	return before;
}

enum ra_trace ra_space_traced(struct ra_space *space, ra_addr at)
{
	const struct extent *const extent = space->trace ? find_extent(space, at) : NULL;

	return extent ? (enum ra_trace)space->trace[extent->before + (at - extent->address)]
				  : RA_TRACE_NONE;
}

bool ra_read_u8(struct ra_space *space, ra_addr at, uint8_t *value)
{
	return ra_space_read(space, at, value, 1);
}

bool ra_read_u16(struct ra_space *space, ra_addr at, uint16_t *value)
{
	uint8_t bytes[2];

	if (!ra_space_read(space, at, bytes, sizeof(bytes))) {
		return false;
	}
	*value = ra_le16(bytes);
	return true;
}

bool ra_read_u32(struct ra_space *space, ra_addr at, uint32_t *value)
{
	uint8_t bytes[4];

	if (!ra_space_read(space, at, bytes, sizeof(bytes))) {
		return false;
	}
	*value = ra_le32(bytes);
	return true;
}

bool ra_read_u64(struct ra_space *space, ra_addr at, uint64_t *value)
{
	uint8_t bytes[8];

	if (!ra_space_read(space, at, bytes, sizeof(bytes))) {
		return false;
	}
	*value = ra_le64(bytes);
	return true;
}

/* The same with or without the binaries on disk. */
static uint64_t extent_of(struct ra_space *space, ra_addr at, uint64_t limit, bool captured_only)
{
	uint64_t length = 0;

	while (length < limit) {
		const struct extent *extent = find_extent(space, at + length);
		uint64_t part;

		if (extent) {
			part = extent->size_bytes - (at + length - extent->address);
		} else {
			part = captured_only ? 0 : backing_extent(space, at + length, limit - length);
		}
		length += part;
		if (part == 0 || at + length < at) {
			break; /* a hole, or the end of the address space */
		}
	}
	return length < limit ? length : limit;
}

uint64_t ra_space_extent(struct ra_space *space, ra_addr at, uint64_t limit)
{
	return extent_of(space, at, limit, false);
}

bool ra_space_captured(struct ra_space *space, ra_addr at, uint64_t length)
{
	return extent_of(space, at, length, true) == length;
}

ra_addr ra_space_next_data(struct ra_space *space, ra_addr at, ra_addr end)
{
	const struct extent *const extent = find_extent(space, at);
	uint64_t offset, length;

	if (!extent || at >= end) {
		return at;
	}
	offset = extent->offset + (at - extent->address);
	length = extent->size_bytes - (at - extent->address);
	length = length < end - at ? length : end - at;
	return at + (ra_source_next_data(space->source, offset, offset + length) - offset);
}

/* Bytes of the dump below the address. */
static uint64_t captured_below(const struct ra_space *space, ra_addr at)
{
	const uint32_t index = extents_up_to(space, at);
	const struct extent *extent;
	uint64_t inside;

	if (index == 0) {
		return 0;
	}
	extent = &space->extents[index - 1];
	inside = at - extent->address;
	return extent->before + (inside < extent->size_bytes ? inside : extent->size_bytes);
}

uint64_t ra_space_captured_bytes(const struct ra_space *space, ra_addr begin, ra_addr end)
{
	return begin < end ? captured_below(space, end) - captured_below(space, begin) : 0;
}

const struct ra_map_entry *ra_space_entry(const struct ra_space *space, ra_addr at)
{
	uint32_t low = 0, high = space->entry_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (space->entries[middle]->begin <= at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low && at < space->entries[low - 1]->end ? space->entries[low - 1] : NULL;
}

uint64_t ra_space_reads(const struct ra_space *space)
{
	return space->reads;
}

void ra_space_count_reads(struct ra_space *space, uint64_t count)
{
	space->reads += count;
	space->reads_at_hand += count; /* the view lets go of what it read */
}

uint64_t ra_space_holes(const struct ra_space *space, enum ra_hole_reason reason)
{
	return space->holes[reason];
}

const struct ra_backing_file *ra_space_files(const struct ra_space *space, uint32_t *count)
{
	*count = 0;
	return space->backing ? ra_backing_files(space->backing, count) : NULL;
}
