/* Helpers shared by the walkers of internal objects. */
#include "walk/engine/walk_special.h"

#include <string.h>

#include "walk/engine/walk_values.h"

#define MAX_TEXT_BYTES (1u << 16)

bool ra_special_as_described(
	struct ra_walk *walk, const struct ra_object_view *object, enum ra_field std_field)
{
	struct ra_tally *const tally = walk->tally;
	const uint32_t std = ra_offset(walk->layout, std_field);

	if (std == RA_ABSENT || object->start + std == object->at) {
		return std != RA_ABSENT;
	}
	for (uint32_t i = 0; i < tally->unlike_count; i++) {
		if (tally->unlike[i].class_index == object->class_index) {
			return false;
		}
	}
	if (tally->unlike_count < RA_UNLIKE_CLASSES) {
		tally->unlike[tally->unlike_count++] =
			(struct ra_unlike){object->class_index, std, object->at - object->start};
	}
	return false;
}

bool ra_special_checked(
	struct ra_walk *walk, const struct ra_object_view *object, enum ra_field std_field)
{
	if (!ra_special_as_described(walk, object, std_field)) {
		ra_walk_refuse(walk, RA_REFUSED_STATE);
		return false;
	}
	return true;
}

bool ra_special_owns(struct ra_walk *walk, ra_node node, ra_addr at)
{
	struct ra_slot slot;

	return !walk->heap->found || (ra_claims_slot(walk->claims, at, &slot) &&
									 ra_claims_owner(walk->claims, slot.number) == node);
}

void ra_special_text(struct ra_walk *walk, ra_node node, ra_addr text)
{
	char bytes[256];
	uint64_t length = 0;

	if (text == 0) {
		return;
	}
	while (length < MAX_TEXT_BYTES) {
		const uint64_t readable = ra_space_extent(walk->space, text + length, sizeof(bytes));
		const char *end;

		if (readable == 0 || !ra_space_read(walk->space, text + length, bytes, readable)) {
			return;
		}
		end = memchr(bytes, '\0', readable);
		if (end) {
			length += (uint64_t)(end - bytes);
			break;
		}
		length += readable;
	}
	ra_walk_claim(walk, node, text, length + 1, RA_LOC_INTERNAL_STATE);
}

void ra_special_string_field(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name)
{
	const ra_addr string = ra_engine_u64(walk->engine, object->start, field);

	if (string != 0) {
		ra_walk_string(walk, object->node, string, ra_link_field(walk, name));
	}
}

void ra_special_value_field(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name)
{
	const ra_addr at = ra_engine_at(walk->engine, object->start, field);

	if (at != 0) {
		ra_walk_value(walk, object->node, at, ra_link_field(walk, name));
	}
}

void ra_special_fcall_cache(struct ra_walk *walk, ra_node node, ra_addr cache)
{
	ra_addr object, closure;

	if (cache == 0) {
		return;
	}
	object = ra_engine_u64(walk->engine, cache, RA_zend_fcall_info_cache_object);
	closure = ra_engine_u64(walk->engine, cache, RA_zend_fcall_info_cache_closure);
	if (object != 0) {
		ra_walk_object(walk, node, object, ra_link_field(walk, "object"));
	}
	if (closure != 0) {
		ra_walk_object(walk, node, closure, ra_link_field(walk, "closure"));
	}
}
