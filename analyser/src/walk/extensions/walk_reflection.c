/* Reflection objects: they point to what they describe and keep the object it came from.
 * Parameters, properties, types and attributes have a small block of their own in between; for the
 * others the pointer leads to a class or function that the class table owns. */
#include "walk/engine/walk_special.h"
#include "walk/extensions/extensions.h"

static void walk_described(struct ra_walk *walk, const struct ra_object_view *object)
{
	if (ra_special_checked(walk, object, RA_reflection_object_zo)) {
		ra_special_value_field(walk, object, RA_reflection_object_obj, "obj");
	}
}

static void walk_with_block(struct ra_walk *walk, const struct ra_object_view *object)
{
	const ra_addr block = ra_engine_u64(walk->engine, object->start, RA_reflection_object_ptr);
	struct ra_slot slot;

	walk_described(walk, object);
	if (ra_offset(walk->layout, RA_reflection_object_zo) + object->start == object->at &&
		ra_claims_slot(walk->claims, block, &slot) && slot.start == block) {
		ra_walk_claim_slot(walk, object->node, block, RA_LOC_INTERNAL_STATE);
	}
}

const struct ra_special ra_specials_reflection[] = {
	{.class_name = "ReflectionParameter", .walk = walk_with_block},
	{.class_name = "ReflectionProperty", .walk = walk_with_block},
	{.class_name = "ReflectionType", .walk = walk_with_block},
	{.class_name = "ReflectionAttribute", .walk = walk_with_block},
	{.class_name = "ReflectionClass", .walk = walk_described},
	{.class_name = "ReflectionClassConstant", .walk = walk_described},
	{.class_name = "ReflectionFunctionAbstract", .walk = walk_described},
	{.class_name = "ReflectionExtension", .walk = walk_described},
	{.class_name = "ReflectionGenerator", .walk = walk_described},
	{.class_name = "ReflectionFiber", .walk = walk_described},
	{.class_name = NULL},
};
