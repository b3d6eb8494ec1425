/* See array_fit.h. */
#include "php/array_fit.h"

bool ra_array_fit(const struct ra_heap *heap, struct ra_array *array, bool *growing)
{
	const uint32_t half = array->capacity / 2;
	struct ra_slot slot;

	if (growing) {
		*growing = false;
	}
	if (array->table_bytes == 0 || !ra_heap_slot_at(heap, array->table, &slot)) {
		return true;
	}
	const uint64_t room = slot.bytes - (array->table - slot.start);
	const uint64_t excess = (uint64_t)half * array->stride;

	if (array->table_bytes <= room) {
		return true;
	}
	if (array->used > half || array->table_bytes - excess > room) {
		return false;
	}
	array->capacity = half;
	array->table_bytes -= excess;
	if (growing) {
		*growing = true;
	}
	return true;
}
