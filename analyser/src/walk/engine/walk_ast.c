/* Constant expressions: trees of zend_ast behind a counted header. Since 7.3 the tree follows its
 * header in one allocation; before, every part has its own. */
#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_functions.h"
#include "walk/engine/walk_values.h"

#define PARTS_WAITING    1024u
#define PARTS_LIMIT      1000000u
#define KIND_SPECIAL     6u /* bit: no plain list of children */
#define KIND_LIST        7u
#define KIND_COUNT       8u  /* from this bit on: number of children */
#define ZVAL_KINDS_FIRST 64u /* ZEND_AST_ZVAL, ZEND_AST_CONSTANT */
#define ZVAL_KINDS_LAST  65u

struct parts {
	ra_addr waiting[PARTS_WAITING];
	uint32_t count;
};

static void push(struct parts *parts, ra_addr part)
{
	if (part != 0 && parts->count < PARTS_WAITING) {
		parts->waiting[parts->count++] = part;
	}
}

static void push_children(
	struct ra_walk *walk, ra_node node, struct parts *parts, ra_addr at, ra_addr first, uint32_t n)
{
	if (n > RA_SMALL_LIST ||
		!ra_walk_claim(walk, node, at, first - at + (uint64_t)n * 8, RA_LOC_AST)) {
		return;
	}
	for (uint32_t i = n; i-- > 0;) {
		push(parts, ra_engine_word(walk->engine, first + (uint64_t)i * 8));
	}
}

static void walk_part(struct ra_walk *walk, ra_node node, struct parts *parts, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	uint16_t kind;

	if (ra_space_extent(walk->space, at, 16) < 16 || !ra_read_u16(walk->space, at, &kind)) {
		return;
	}
	if (kind >= ZVAL_KINDS_FIRST && kind <= ZVAL_KINDS_LAST) {
		if (ra_walk_claim(
				walk, node, at, ra_sizeof(walk->layout, RA_STRUCT_zend_ast_zval), RA_LOC_AST)) {
			ra_walk_value(walk, node, ra_engine_at(engine, at, RA_zend_ast_zval_val),
				ra_link_field(walk, "value"));
		}
	} else if (kind >> KIND_SPECIAL & 1) { /* 8.5: a closure, or the callable of one */
		if (ra_walk_claim(walk, node, at, 16, RA_LOC_AST)) {
			const ra_addr function = ra_engine_word(engine, at + 8);

			if (function % 8 == 0 && ra_space_extent(walk->space, function, 64) == 64) {
				ra_walk_function(walk, node, function, ra_link_field(walk, "op_array"));
			}
		}
	} else if (kind >> KIND_LIST & 1) {
		push_children(walk, node, parts, at, ra_engine_at(engine, at, RA_zend_ast_list_child),
			ra_engine_u32(engine, at, RA_zend_ast_list_children));
	} else {
		push_children(
			walk, node, parts, at, ra_engine_at(engine, at, RA_zend_ast_child), kind >> KIND_COUNT);
	}
}

void ra_walk_expand_ast(struct ra_walk *walk, ra_node node)
{
	const ra_addr at = ra_node_address(walk->graph, node);
	struct parts parts = {.count = 0};

	push(&parts, ra_has(walk->layout, RA_zend_ast_ref_ast)
					 ? ra_engine_u64(walk->engine, at, RA_zend_ast_ref_ast)
					 : at + ra_sizeof(walk->layout, RA_STRUCT_zend_ast_ref));
	for (uint32_t n = 0; parts.count && n < PARTS_LIMIT; n++) {
		walk_part(walk, node, &parts, parts.waiting[--parts.count]);
	}
}
