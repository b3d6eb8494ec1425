/* Output buffers. The output layer's globals have no address in a dump without a note block, so
 * they are looked for in the writable data of the binaries and in the C heap (thread-safe builds):
 *
 *     zend_stack handlers   { int size = 8, top, max; void *elements }
 *     active                the handler on top of the stack
 *
 * A stack of one to a thousand pointers whose last one is `active` is not there by chance. */
#include <string.h>

#include "walk/engine/walk_roots.h"
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_values.h"

#define MAX_LEVELS   1000u
#define WINDOW_BYTES 65536u
#define STACK_BYTES  32u

enum {                   /* the same in all versions */
	OUTPUT_ACTIVE = 24,  /* output_globals.active */
	HANDLER_IS_USER = 1, /* php_output_handler.flags */
};

struct stack {
	uint32_t levels;
	ra_addr elements;
};

/* A stack of pointers with the handler on top right behind it. `bytes` has STACK_BYTES of it. */
static bool read_stack(struct ra_walk *walk, const uint8_t *bytes, struct stack *stack)
{
	const uint32_t size = ra_le32(bytes), top = ra_le32(bytes + 4), max = ra_le32(bytes + 8);
	const ra_addr elements = ra_le64(bytes + 16), active = ra_le64(bytes + OUTPUT_ACTIVE);
	struct ra_slot slot;

	if (size != 8 || top == 0 || top > MAX_LEVELS || max < top ||
		!ra_claims_slot(walk->claims, elements, &slot) || slot.start != elements ||
		slot.bytes < (uint64_t)max * 8 || !ra_claims_slot(walk->claims, active, &slot) ||
		slot.start != active ||
		ra_engine_word(walk->engine, elements + (uint64_t)(top - 1) * 8) != active) {
		return false;
	}
	stack->levels = top;
	stack->elements = elements;
	return true;
}

/* Searches what the region holds, not what a map entry claims: so the time is bounded. */
static bool search_region(struct ra_walk *walk, const struct ra_region *region, struct stack *stack)
{
	uint8_t window[WINDOW_BYTES];
	uint64_t done = -region->address % 8;

	while (done + STACK_BYTES <= region->present_bytes) {
		const uint64_t left = region->present_bytes - done;
		const uint64_t length = left < sizeof(window) ? left : sizeof(window);

		if (!ra_space_scan(walk->space, region->address + done, window, length)) {
			return false; /* only of overlapping regions */
		}
		for (uint64_t i = 0; i + STACK_BYTES <= length; i += 8) {
			if (read_stack(walk, window + i, stack)) {
				/* read, not scanned: a redacted copy keeps it, or the buffers are nobody's there */
				return ra_space_read(walk->space, region->address + done + i, window, STACK_BYTES);
			}
		}
		done += sizeof(window) - STACK_BYTES; /* the next window finds one that crosses the end */
	}
	return false;
}

/* A region that may hold globals: writable, and no part of the ZendMM heap or the stack. */
static bool may_hold_globals(struct ra_walk *walk, const struct ra_region *region)
{
	const struct ra_map_entry *const entry = ra_space_entry(walk->space, region->address);

	return entry && entry->writable && entry->private &&
		   !ra_heap_holds(walk->heap, region->address) &&
		   !(entry->name.length == 7 && memcmp(entry->name.bytes, "[stack]", 7) == 0);
}

/* The callback of a handler made by ob_start(): a block with a zend_fcall_info, its cache and the
 * callable; since 8.6 with the cache alone. */
static void walk_callback(struct ra_walk *walk, ra_node node, ra_addr handler)
{
	const struct ra_engine *const engine = walk->engine;
	const bool cache_alone = ra_has(walk->layout, RA_php_output_handler_func_user_fcc);
	const uint32_t callable = ra_sizeof(walk->layout, RA_STRUCT_zend_fcall_info) +
							  ra_sizeof(walk->layout, RA_STRUCT_zend_fcall_info_cache);
	ra_addr block;

	if (!(ra_engine_u32(engine, handler, RA_php_output_handler_flags) & HANDLER_IS_USER)) {
		return;
	}
	block = ra_engine_u64(engine, handler,
		cache_alone ? RA_php_output_handler_func_user_fcc : RA_php_output_handler_func_user);
	if (block == 0 || !ra_walk_claim_slot(walk, node, block, RA_LOC_INTERNAL_STATE)) {
		return;
	}
	if (cache_alone) {
		ra_special_fcall_cache(walk, node, block);
	} else {
		ra_walk_value(walk, node, block + callable, ra_link_field(walk, "callback"));
	}
}

static void walk_handler(struct ra_walk *walk, ra_node root, ra_addr handler, uint32_t level)
{
	const struct ra_engine *const engine = walk->engine;
	bool fresh = false;
	ra_addr name, buffer;
	const ra_node node =
		ra_walk_block(walk, root, handler, ra_sizeof(walk->layout, RA_STRUCT_php_output_handler),
			RA_NODE_BUFFER, RA_LOC_INTERNAL_STATE, ra_link(RA_LINK_HANDLE, level), &fresh);

	if (node == RA_NO_NODE || !fresh) {
		return;
	}
	name = ra_engine_u64(engine, handler, RA_php_output_handler_name);
	if (name != 0) {
		ra_walk_string(walk, node, name, ra_link_field(walk, "name"));
	}
	buffer = ra_engine_u64(engine, handler, RA_php_output_handler_buffer);
	if (buffer != 0) {
		ra_walk_data(walk, node, buffer, ra_link_field(walk, "buffer"));
	}
	walk_callback(walk, node, handler);
}

/* Where the note block says, else wherever such a stack stands. */
static bool find_stack(struct ra_walk *walk, struct stack *stack)
{
	uint8_t bytes[STACK_BYTES];

	if (walk->layout->output_globals != 0) {
		return ra_space_read(walk->space, walk->layout->output_globals, bytes, sizeof(bytes)) &&
			   read_stack(walk, bytes, stack);
	}
	for (uint32_t i = 0; i < walk->dump->region_count; i++) {
		if (may_hold_globals(walk, &walk->dump->regions[i]) &&
			search_region(walk, &walk->dump->regions[i], stack)) {
			return true;
		}
	}
	return false;
}

void ra_root_output(struct ra_walk *walk, ra_node root)
{
	struct stack stack;

	if (!find_stack(walk, &stack)) { /* none, or no buffer is active */
		return;
	}
	ra_walk_claim_slot(walk, root, stack.elements, RA_LOC_INTERNAL_STATE);
	for (uint32_t level = 0; level < stack.levels; level++) {
		walk_handler(
			walk, root, ra_engine_word(walk->engine, stack.elements + (uint64_t)level * 8), level);
	}
}
