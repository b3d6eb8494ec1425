/* See apcu.h. Structures: apc_cache.h of APCu 5.1.10 to 5.1.24, and of 5.1.25 and later, which keeps
 * offsets instead of pointers and the key inside its entry. The process's own apc_cache_t has the
 * addresses of the cache's header and of its slots, which follow the header in shared memory. */
#include "walk/apcu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum {
	WINDOW_WORDS = 4096,
	LARGEST_HEADER = 1024, /* with its lock */
	MAX_SLOTS = 1 << 26,
	CACHE_BYTES = 48, /* what is read of an apc_cache_t */
	ENTRY_BYTES = 96,
	TORN_SHARE = 16,
	HASH = 8, /* of a zend_string */
	STRING_HEADER = 24,
};

struct form {                          /* of one range of versions */
	uint8_t header, slots, slot_count; /* in apc_cache_t */
	uint8_t next, key, bytes;          /* in apc_cache_entry_t */
	bool offsets;                      /* entries are named by their distance from the header */
};

static const struct form forms[] = {
	{.header = 8, .slots = 16, .slot_count = 40, .next = 24, .key = 0, .bytes = 88},
	{.header = 0, .slots = 8, .slot_count = 32, .next = 0, .key = 96, .bytes = 72, .offsets = true},
};

struct search {
	const struct ra_engine *engine;
	struct ra_space *space;
	struct ra_shared_cache *out;
	ra_addr lowest, highest; /* what is shared and writable lies between */
};

static bool in_mapping(const struct ra_map_entry *mapping, uint64_t at, uint64_t bytes)
{
	return at % 8 == 0 && at >= mapping->begin && at < mapping->end && mapping->end - at >= bytes;
}

static const struct ra_map_entry *shared_mapping(const struct search *search, ra_addr at)
{
	const struct ra_map_entry *const entry = ra_space_entry(search->space, at);

	return entry && !entry->private && entry->writable ? entry : NULL;
}

/* Keeps the largest, in their order. */
static void keep_largest(struct ra_shared_cache *cache, ra_addr key, uint64_t bytes)
{
	uint32_t at = cache->largest_count;

	if (at == RA_CACHE_LARGEST) {
		if (cache->largest[at - 1].bytes >= bytes) {
			return;
		}
		at--;
	} else {
		cache->largest_count++;
	}
	for (; at > 0 && cache->largest[at - 1].bytes < bytes; at--) {
		cache->largest[at] = cache->largest[at - 1];
	}
	cache->largest[at].at = key;
	cache->largest[at].bytes = bytes;
}

/* One entry of that slot. False: it is none. */
static bool add_entry(const struct search *search, const struct ra_map_entry *mapping,
	const struct form *form, ra_addr entry, uint64_t slot, struct ra_shared_cache *cache)
{
	const ra_addr key =
		form->offsets ? entry + form->key : ra_engine_word(search->engine, entry + form->key);
	const uint64_t bytes = ra_engine_word(search->engine, entry + form->bytes);
	struct ra_string string;

	if (!in_mapping(mapping, key, STRING_HEADER + 1) ||
		!ra_engine_string(search->engine, key, &string) || string.length > mapping->end - key ||
		ra_engine_word(search->engine, key + HASH) % cache->slot_count != slot ||
		bytes < ENTRY_BYTES || bytes > mapping->end - mapping->begin) {
		return false;
	}
	cache->entry_count++;
	cache->bytes += bytes;
	keep_largest(cache, key, bytes);
	return true;
}

static ra_addr entry_at(const struct form *form, ra_addr header, uint64_t word)
{
	return form->offsets && word != 0 ? header + word : word;
}

/* Goes through all slots. The number of entries is bounded by what the mapping has room for. */
static bool read_entries(const struct search *search, const struct ra_map_entry *mapping,
	const struct form *form, ra_addr header, ra_addr slots, struct ra_shared_cache *cache)
{
	const uint64_t most = (mapping->end - mapping->begin) / ENTRY_BYTES;
	uint64_t torn = 0;

	for (uint64_t slot = 0; slot < cache->slot_count; slot++) {
		ra_addr entry = entry_at(form, header, ra_engine_word(search->engine, slots + slot * 8));

		while (entry != 0) {
			if (!in_mapping(mapping, entry, ENTRY_BYTES) ||
				!add_entry(search, mapping, form, entry, slot, cache)) {
				torn++;
				break;
			}
			if (cache->entry_count > most) {
				return false;
			}
			entry = entry_at(form, header, ra_engine_word(search->engine, entry + form->next));
		}
		if (torn > 1 + cache->entry_count / TORN_SHARE) {
			return false;
		}
	}
	return cache->entry_count > 0;
}

/* Whether an apc_cache_t begins with these words. */
static bool try_cache(const struct search *search, const uint8_t *words)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *const form = &forms[i];
		const ra_addr header = ra_le64(words + form->header);
		const ra_addr slots = ra_le64(words + form->slots);
		const uint64_t count = ra_le64(words + form->slot_count);
		const struct ra_map_entry *mapping;
		struct ra_shared_cache cache = {.slot_count = count};

		if (slots <= header || slots - header > LARGEST_HEADER || count == 0 || count > MAX_SLOTS ||
			(form->header != 0 && ra_le64(words) != header)) {
			continue;
		}
		mapping = shared_mapping(search, header);
		if (mapping && in_mapping(mapping, slots, count * 8) &&
			ra_space_captured(search->space, slots, count * 8) &&
			read_entries(search, mapping, form, header, slots, &cache)) {
			cache.mapping_bytes = mapping->end - mapping->begin;
			*search->out = cache;
			return true;
		}
	}
	return false;
}

/* A stretch of writable memory that the process does not share. */
static bool search_stretch(const struct search *search, ra_addr at, ra_addr end)
{
	uint8_t window[WINDOW_WORDS * 8 + CACHE_BYTES];

	for (; at < end && end - at >= CACHE_BYTES; at += WINDOW_WORDS * 8) {
		const uint64_t bytes = end - at < sizeof(window) ? end - at : sizeof(window);

		if (!ra_space_scan(search->space, at, window, bytes)) {
			return false;
		}
		for (uint64_t i = 0; i + CACHE_BYTES <= bytes && i < WINDOW_WORDS * 8; i += 8) {
			const uint64_t first = ra_le64(window + i), second = ra_le64(window + i + 8);

			/* header twice, or header and slots: next to no other memory looks so */
			if (first - search->lowest < search->highest - search->lowest && second >= first &&
				second - first <= LARGEST_HEADER && first % 8 == 0 &&
				try_cache(search, window + i)) {
				return true;
			}
		}
	}
	return false;
}

static bool names_apcu(const struct ra_map_entry *entry)
{
	static const char word[] = "apcu";
	const size_t length = sizeof(word) - 1;

	for (size_t i = 0; i + length <= entry->name.length; i++) {
		if (memcmp(entry->name.bytes + i, word, length) == 0) {
			return true;
		}
	}
	return false;
}

/* False: the extension is not loaded, or there is nothing that is shared and writable. */
static bool bound_shared_memory(const struct ra_dump *dump, struct search *search)
{
	bool loaded = false;

	search->lowest = UINT64_MAX;
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *const entry = &dump->entries[i];

		loaded = loaded || names_apcu(entry);
		if (!entry->private && entry->writable) {
			search->lowest = entry->begin < search->lowest ? entry->begin : search->lowest;
			search->highest = entry->end > search->highest ? entry->end : search->highest;
		}
	}
	return loaded && search->lowest < search->highest;
}

/* Where the process keeps its own part of the cache: on the C heap, in no file's data. */
static bool may_have_cache(const struct ra_heap *heap, const struct ra_map_entry *entry, ra_addr at)
{
	return entry && entry->private && entry->writable &&
		   !(entry->name.length > 0 && entry->name.bytes[0] == '/') && !ra_heap_holds(heap, at);
}

static void read_keys(const struct search *search)
{
	for (uint32_t i = 0; i < search->out->largest_count; i++) {
		char bytes[RA_CACHE_KEY_BYTES];
		struct ra_string string;
		char *clean = NULL;

		if (ra_engine_string(search->engine, search->out->largest[i].at, &string)) {
			const size_t length = string.length < sizeof(bytes) ? string.length : sizeof(bytes);

			if (ra_space_read(search->space, string.text, bytes, length)) {
				clean = ra_text_clean(bytes, length);
			}
			snprintf(search->out->largest[i].key, sizeof(search->out->largest[i].key), "%s%s",
				clean ? clean : "", string.length > length ? "..." : "");
		}
		free(clean);
	}
}

bool ra_apcu_find(const struct ra_dump *dump, const struct ra_engine *engine,
	const struct ra_heap *heap, struct ra_shared_cache *out)
{
	struct search search = {.engine = engine, .space = engine->space, .out = out};
	const bool shared = bound_shared_memory(dump, &search);

	*out = (struct ra_shared_cache){0};
	for (uint32_t i = 0; shared && i < dump->region_count; i++) {
		const struct ra_region *const region = &dump->regions[i];
		const ra_addr last = region->address + region->present_bytes;

		for (ra_addr at = region->address + -region->address % 8, end; at < last; at = end) {
			const struct ra_map_entry *const entry = ra_space_entry(search.space, at);

			end = (at | (RA_CHUNK_BYTES - 1)) + 1;
			end = end > last || end <= at ? last : end;
			end = entry && entry->end > at && entry->end < end ? entry->end : end;
			if (may_have_cache(heap, entry, at) && search_stretch(&search, at, end)) {
				read_keys(&search);
				return true;
			}
		}
	}
	return false;
}
