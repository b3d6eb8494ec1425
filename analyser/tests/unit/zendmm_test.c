/* zendmm.c: the heap is found whatever the version, slots and free lists are right, and broken ones
 * end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "heap_builder.h"
#include "php/zendmm.h"

struct fixture {
	uint8_t *bytes;
	size_t length;
	struct ra_dump *dump;
	struct ra_space *space;
	struct ra_heap *heap;
};

/* Takes the dump of the builder and frees that. */
static void build(struct fixture *f, struct heap_builder *builder)
{
	f->bytes = heap_bytes(builder, &f->length);
	heap_free(builder);
}

static void open_heap(struct fixture *f)
{
	static const struct ra_dump_options options = {.salvage = false};
	static const struct ra_space_options space = {.no_files = true};

	assert_true(ra_dump_parse(f->bytes, f->length, &options, &f->dump, NULL));
	assert_true(ra_space_open(f->dump, &space, &f->space, NULL));
	assert_true(ra_heap_open(f->dump, f->space, 0, &f->heap, NULL));
}

static void done(struct fixture *f)
{
	ra_heap_close(f->heap);
	ra_space_close(f->space);
	ra_dump_close(f->dump);
	free(f->bytes);
}

/* Overwrites a word of the process in the dump's bytes. */
static void patch(struct fixture *f, ra_addr at, uint64_t value)
{
	static const struct ra_dump_options options = {.salvage = false};
	struct ra_dump *dump;

	assert_true(ra_dump_parse(f->bytes, f->length, &options, &dump, NULL));
	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *region = &dump->regions[i];

		if (at - region->address < region->size_bytes) {
			memcpy(f->bytes + region->body_offset + (at - region->address), &value, 8);
		}
	}
	ra_dump_close(dump);
}

static void live_bytes_are_memory_get_usage_in_every_version(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		struct heap_builder *builder = heap_sample(ra_layout_versions[i].since, false);
		const uint64_t usage = heap_usage_bytes(builder);
		struct fixture f = {0};

		build(&f, builder);
		open_heap(&f);
		assert_true(f.heap->found);
		assert_false(f.heap->partial);
		assert_true(f.heap->counters_agree);
		assert_int_equal(f.heap->usage_bytes, usage);
		assert_int_equal(f.heap->live_bytes, usage);
		assert_int_equal(f.heap->limit_bytes, 128u << 20);
		assert_int_equal(f.heap->real_usage_bytes, RA_CHUNK_BYTES);
		assert_int_equal(f.heap->chunks_count, 1);
		done(&f);
	}
}

static void an_address_leads_to_its_slot(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr small =
		heap_alloc(builder, 56); /* bin 6: 73 slots in a page, 8 bytes left over */
	const ra_addr second = heap_alloc(builder, 56);
	const ra_addr large = heap_alloc(builder, 3 * RA_PAGE_BYTES - 1);
	struct fixture f = {0};
	struct ra_slot slot;

	(void)state;
	build(&f, builder);
	open_heap(&f);
	assert_true(ra_heap_slot_at(f.heap, second + 55, &slot));
	assert_int_equal(slot.start, second);
	assert_int_equal(slot.bytes, 56);
	assert_int_equal(f.heap->runs[slot.run].bin, 6);
	assert_int_equal(ra_heap_slot_address(&f.heap->runs[slot.run], slot.number), second);
	assert_true(ra_heap_slot_live(f.heap, slot.number));
	assert_true(ra_heap_slot_at(f.heap, second + 56, &slot));
	assert_false(ra_heap_slot_live(f.heap, slot.number));
	assert_true(ra_heap_slot_at(f.heap, large + 2 * RA_PAGE_BYTES, &slot));
	assert_int_equal(slot.start, large);
	assert_int_equal(slot.bytes, 3 * RA_PAGE_BYTES);
	assert_int_equal(f.heap->runs[slot.run].bin, RA_BIN_LARGE);
	/* the chunk's header, the end of a run that is no slot, a free page, elsewhere */
	assert_false(ra_heap_slot_at(f.heap, HEAP_CHUNK + 100, &slot));
	assert_false(ra_heap_slot_at(f.heap, (small | (RA_PAGE_BYTES - 1)), &slot));
	assert_false(ra_heap_slot_at(f.heap, HEAP_CHUNK + RA_CHUNK_BYTES - 1, &slot));
	assert_false(ra_heap_slot_at(f.heap, HEAP_EG, &slot));
	assert_true(ra_heap_holds(f.heap, HEAP_CHUNK + RA_CHUNK_BYTES - 1));
	assert_false(ra_heap_holds(f.heap, HEAP_CHUNK + RA_CHUNK_BYTES));
	done(&f);
}

static void a_free_list_in_a_circle_ends_and_is_reported(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr used = heap_alloc(builder, 56);
	struct fixture f = {0};

	(void)state;
	build(&f, builder);
	patch(&f, used + 3 * 56, used + 56); /* free slots 1, 2, 3, then 1 again */
	open_heap(&f);
	assert_true(f.heap->found);
	assert_true(f.heap->partial);
	assert_int_equal(f.heap->bin[6].broken_links, 1);
	assert_int_equal(f.heap->bin[6].free_slots, 3);
	done(&f);
}

static void a_free_list_that_leaves_its_bin_is_reported(void **state)
{
	struct heap_builder *builder = heap_new(80400, false);
	const ra_addr used = heap_alloc(builder, 56);
	const ra_addr other = heap_alloc(builder, 128);
	struct fixture f = {0};

	(void)state;
	build(&f, builder);
	patch(&f, used + 56, other);
	open_heap(&f);
	assert_true(f.heap->partial);
	assert_int_equal(f.heap->bin[6].broken_links, 1);
	assert_int_equal(f.heap->bin[6].free_slots, 1);
	done(&f);
}

static void without_a_chunk_there_is_no_heap_but_no_failure(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	struct fixture f = {0};
	struct ra_slot slot;

	(void)state;
	build(&f, builder);
	patch(&f, HEAP_CHUNK, 0);
	open_heap(&f);
	assert_false(f.heap->found);
	assert_false(ra_heap_slot_at(f.heap, HEAP_CHUNK + RA_PAGE_BYTES, &slot));
	done(&f);
}

static void a_page_map_that_disagrees_with_its_free_map_is_refused(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const struct ra_layout *layout = heap_layout(builder);
	const ra_addr free_map = HEAP_CHUNK + ra_offset(layout, RA_zend_mm_chunk_free_map);
	struct fixture f = {0};

	(void)state;
	build(&f, builder);
	patch(&f, free_map + 32, UINT64_MAX); /* pages in use that no entry describes */
	open_heap(&f);
	assert_false(f.heap->found);
	assert_true(f.heap->partial);
	done(&f);
}

static void a_product_divides_as_the_division_does(void **state)
{
	(void)state;
	for (uint32_t b = 0; b < RA_BINS; b++) {
		for (uint32_t offset = 0; offset < ra_heap_bins[b].pages * RA_PAGE_BYTES; offset++) {
			assert_int_equal(
				ra_heap_bin_slot(&ra_heap_bins[b], offset), offset / ra_heap_bins[b].slot_bytes);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_product_divides_as_the_division_does),
		cmocka_unit_test(live_bytes_are_memory_get_usage_in_every_version),
		cmocka_unit_test(an_address_leads_to_its_slot),
		cmocka_unit_test(a_free_list_in_a_circle_ends_and_is_reported),
		cmocka_unit_test(a_free_list_that_leaves_its_bin_is_reported),
		cmocka_unit_test(without_a_chunk_there_is_no_heap_but_no_failure),
		cmocka_unit_test(a_page_map_that_disagrees_with_its_free_map_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
