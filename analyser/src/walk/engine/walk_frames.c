/* Call frames and VM stacks.
 *
 *   execute_data | compiled variables | temporaries | surplus arguments       (slots of 16 bytes)
 *
 * A frame node owns its bytes; the page of the VM stack keeps the rest. Frames of generators lie in
 * an allocation of their own. */
#include "walk/engine/walk_frames.h"

#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_functions.h"
#include "walk/engine/walk_globals.h"
#include "walk/engine/walk_in_flight.h"
#include "walk/engine/walk_values.h"

#define SLOT_BYTES              16u
#define CHAIN_LIMIT             10000000u
#define COUNT_LIMIT             10000000u
#define EMPTY_FRAMES            8u /* in a row */
#define BYTES_OF_CODE_PER_VISIT 32u
#define PAGE_HEADER             24u /* zend_vm_stack: top, end, prev */
#define PAGE_SMALLEST           4096u
#define LOOP_BYTES              16u
#define OPCODE_FREE             70u
#define OPCODE_FE_FREE          127u
#define OPCODE_YIELD            160u

/* ---- names and lines ---- */

/* Of a generator that waits the opline is the one behind its YIELD, up to 8.3. */
static ra_addr behind_yield(struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline)
{
	const ra_addr before = opline - ra_sizeof(walk->layout, RA_STRUCT_zend_op);

	return ra_frame_has_opline(walk, frame, before) &&
				   ra_engine_u8(walk->engine, before, RA_zend_op_opcode) == OPCODE_YIELD
			   ? before
			   : opline;
}

static int32_t frame_line(struct ra_walk *walk, const struct ra_frame *frame, bool suspended)
{
	const ra_addr now = ra_frame_opline(walk, frame);
	const ra_addr opline = suspended ? behind_yield(walk, frame, now) : now;

	if (!frame->user || !ra_frame_has_opline(walk, frame, opline)) {
		return -1;
	}
	return (int32_t)ra_engine_u32(walk->engine, opline, RA_zend_op_lineno);
}

/* ---- contents ---- */

/* Whether the frame's compiled variables are global ones. */
static bool uses_globals(const struct ra_walk *walk, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;

	return frame->user &&
		   ra_engine_u64(engine, frame->function, RA_zend_op_array_function_name) == 0 &&
		   ra_engine_u64(engine, frame->at, RA_zend_execute_data_symbol_table) ==
			   ra_engine_at(engine, engine->executor, RA_zend_executor_globals_symbol_table);
}

static void walk_variables(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const bool global = uses_globals(walk, frame);
	const ra_addr names = ra_engine_u64(engine, frame->function, RA_zend_op_array_vars);

	for (uint32_t i = 0; i < frame->variables; i++) {
		const ra_addr at = ra_frame_slot(walk, frame, i);

		if (!frame->user) {
			ra_walk_value(walk, node, at, ra_link(RA_LINK_ARGUMENT, i));
		} else if (!global || ra_walk_global_slot(walk, at)) {
			ra_walk_value(walk, node, at,
				ra_link_named(
					walk, RA_LINK_LOCAL, ra_engine_word(engine, names + (uint64_t)i * 8)));
		}
	}
	for (uint32_t i = 0; i < frame->extra; i++) {
		ra_walk_value(walk, node,
			ra_frame_slot(walk, frame, frame->variables + frame->temporaries + i),
			ra_link(RA_LINK_EXTRA_ARG, i));
	}
}

static void walk_live_slot(
	struct ra_walk *walk, ra_node node, const struct ra_frame *frame, uint32_t var)
{
	const uint32_t mask = ra_flag(walk->layout, RA_CONST_ZEND_LIVE_MASK);
	const uint32_t kind = var & mask;
	const ra_addr at = frame->at + (var & ~mask);
	const uint32_t first = ra_flag(walk->layout, RA_CONST_ZEND_CALL_FRAME_SLOT);
	const uint32_t number = (var & ~mask) / SLOT_BYTES - first;

	if (number >= frame->variables + frame->temporaries ||
		(mask && kind == ra_flag(walk->layout, RA_CONST_ZEND_LIVE_SILENCE))) {
		return;
	}
	if (mask && kind == ra_flag(walk->layout, RA_CONST_ZEND_LIVE_ROPE)) {
		ra_walk_rope(walk, node, frame, var & ~mask);
		return;
	}
	ra_walk_value(walk, node, at, ra_walk_temporary_link(walk, frame, number));
}

/* 7.0 records only loops: elements of { start, continue, break, parent }, and the variable is the
 * one that the opline at `break` frees. */
static void walk_loop_variables(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr opcodes = ra_engine_u64(engine, frame->function, RA_zend_op_array_opcodes);
	const ra_addr loops = ra_engine_u64(engine, frame->function, RA_zend_op_array_brk_cont_array);
	const uint32_t count = ra_engine_u32(engine, frame->function, RA_zend_op_array_last_brk_cont);
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_op);
	const ra_addr opline = ra_frame_opline(walk, frame);
	const uint32_t now = (uint32_t)((opline - opcodes) / size);

	if (!ra_frame_has_opline(walk, frame, opline) || !ra_walk_spend(walk, count) ||
		ra_space_extent(walk->space, loops, (uint64_t)count * LOOP_BYTES) <
			(uint64_t)count * LOOP_BYTES) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t start, end;
		ra_addr freeing;
		uint8_t opcode;

		if (!ra_read_u32(walk->space, loops + i * LOOP_BYTES, &start) ||
			!ra_read_u32(walk->space, loops + i * LOOP_BYTES + 8, &end) || start > now ||
			now >= end) {
			continue; /* a start of -1 (none) is beyond every opline */
		}
		freeing = opcodes + (uint64_t)end * size;
		if (!ra_frame_has_opline(walk, frame, freeing)) {
			continue;
		}
		opcode = ra_engine_u8(engine, freeing, RA_zend_op_opcode);
		if (opcode == OPCODE_FREE || opcode == OPCODE_FE_FREE) {
			walk_live_slot(walk, node, frame, ra_engine_u32(engine, freeing, RA_zend_op_op1));
		}
	}
}

/* Temporaries are alive where the compiler says so. */
static void walk_temporaries(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr opcodes = ra_engine_u64(engine, frame->function, RA_zend_op_array_opcodes);
	const ra_addr ranges = ra_engine_u64(engine, frame->function, RA_zend_op_array_live_range);
	const uint32_t count = ra_engine_u32(engine, frame->function, RA_zend_op_array_last_live_range);
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_live_range);
	const ra_addr opline = ra_frame_opline(walk, frame);
	uint32_t now;

	if (!ra_has(walk->layout, RA_zend_op_array_live_range)) {
		walk_loop_variables(walk, node, frame);
		return;
	}
	if (!ra_frame_has_opline(walk, frame, opline) || !ra_walk_spend(walk, count) ||
		ra_space_extent(walk->space, ranges, (uint64_t)count * size) < (uint64_t)count * size) {
		return;
	}
	now = (uint32_t)((opline - opcodes) / ra_sizeof(walk->layout, RA_STRUCT_zend_op));
	for (uint32_t i = 0; i < count; i++) {
		const ra_addr range = ranges + (uint64_t)i * size;

		if (ra_engine_u32(engine, range, RA_zend_live_range_start) <= now &&
			now < ra_engine_u32(engine, range, RA_zend_live_range_end)) {
			walk_live_slot(walk, node, frame, ra_engine_u32(engine, range, RA_zend_live_range_var));
		}
	}
}

static void walk_this(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr object = ra_engine_u64(engine, frame->at, RA_zend_execute_data_This);
	const struct ra_link link = ra_link(RA_LINK_THIS, 0);

	if (!frame->has_this) {
		return;
	}
	if (frame->call_info & ra_flag(walk->layout, RA_CONST_ZEND_CALL_RELEASE_THIS)) {
		ra_walk_object(walk, node, object, link);
	} else {
		ra_walk_uncounted(walk, node, RA_TYPE_OBJECT, object, link);
	}
}

static bool walk_closure(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const uint32_t offset = ra_offset(walk->layout, RA_zend_closure_func);
	const uint32_t closure_call = ra_flag(walk->layout, RA_CONST_ZEND_CALL_CLOSURE) |
								  ra_flag(walk->layout, RA_CONST_ZEND_CALL_FAKE_CLOSURE);

	if (!(frame->call_info & closure_call) || offset == RA_ABSENT) {
		return false;
	}
	ra_walk_object(walk, node, frame->function - offset, ra_link_field(walk, "closure"));
	return true;
}

/* The code of a script or of eval() is known to its frame only. */
static void walk_function(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	if (!walk_closure(walk, node, frame) && frame->user &&
		ra_engine_u64(walk->engine, frame->function, RA_zend_op_array_function_name) == 0) {
		ra_walk_function(walk, node, frame->function, ra_link_field(walk, "op_array"));
	}
}

static void claim_frame(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const uint64_t header = ra_frame_slot(walk, frame, 0) - frame->at;

	ra_walk_claim(walk, node, frame->at, header, RA_LOC_CALL_FRAME);
	ra_walk_claim(walk, node, frame->at + header, ra_frame_bytes(walk, frame) - header,
		RA_LOC_CALL_FRAME_VARIABLES);
}

static void walk_pushed(
	struct ra_walk *walk, ra_node node, const struct ra_frame *call, uint32_t pushed)
{
	claim_frame(walk, node, call);
	for (uint32_t i = 0; i < pushed && i < call->arguments; i++) {
		ra_walk_value(walk, node, ra_frame_slot(walk, call, i), ra_link(RA_LINK_ARGUMENT, i));
	}
	walk_this(walk, node, call);
	walk_closure(walk, node, call);
}

/* Where the code does not tell, each argument is doubted. */
static void walk_doubtful_call(struct ra_walk *walk, ra_node node, const struct ra_frame *call)
{
	for (uint32_t i = 0; i < call->arguments; i++) {
		ra_walk_doubtful(walk, node, ra_frame_slot(walk, call, i), ra_link(RA_LINK_ARGUMENT, i));
	}
	if (call->has_this) {
		ra_walk_doubtful(walk, node,
			ra_engine_at(walk->engine, call->at, RA_zend_execute_data_This),
			ra_link(RA_LINK_THIS, 0));
	}
}

/* Calls that the frame prepares: see walk_calls.c. */
static void walk_pending_calls(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr opline = ra_frame_opline(walk, frame);
	const ra_addr opcodes = ra_engine_u64(engine, frame->function, RA_zend_op_array_opcodes);
	ra_addr at = ra_engine_u64(engine, frame->at, RA_zend_execute_data_call);
	bool told = at != 0 && ra_frame_has_opline(walk, frame, opline) &&
				ra_walk_spend(walk, (opline - opcodes) / BYTES_OF_CODE_PER_VISIT);
	struct ra_pending_calls calls;

	if (told) {
		ra_pending_calls_init(&calls, engine, opcodes,
			(uint32_t)((opline - opcodes) / ra_sizeof(walk->layout, RA_STRUCT_zend_op)));
	}
	for (uint32_t n = 0; at != 0 && n < RA_SMALL_LIST; n++) {
		struct ra_frame call;
		uint32_t pushed;

		if (!ra_frame_read(walk, at, &call) || call.function == 0 ||
			!ra_walk_spend(walk, call.arguments + UINT64_C(1))) {
			return;
		}
		told = told && ra_pending_calls_next(&calls, &pushed);
		if (told) {
			walk_pushed(walk, node, &call, pushed);
		} else {
			walk_doubtful_call(walk, node, &call);
		}
		at = ra_engine_u64(engine, at, RA_zend_execute_data_prev_execute_data);
	}
}

static void walk_symbol_table(struct ra_walk *walk, ra_node node, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr table = ra_engine_u64(engine, frame->at, RA_zend_execute_data_symbol_table);
	const ra_addr globals =
		ra_engine_at(engine, engine->executor, RA_zend_executor_globals_symbol_table);
	const uint32_t has_table = ra_flag(walk->layout, RA_CONST_ZEND_CALL_HAS_SYMBOL_TABLE);

	if (table != 0 && table != globals && frame->user &&
		(has_table ? frame->call_info & has_table : true)) {
		ra_walk_uncounted(walk, node, RA_TYPE_ARRAY, table, ra_link_field(walk, "symbol_table"));
	}
}

/* The frame that a frame called is the one before it in its chain. */
static void walk_opline_values(struct ra_walk *walk, ra_node node, const struct ra_frame *frame,
	const struct ra_frame_info *info)
{
	const struct ra_frame_info *const inner = info - 1;
	struct ra_frame callee;

	if (info > walk->graph->frames && inner->chain == info->chain) {
		if (ra_frame_read(walk, ra_node_address(walk->graph, inner->node), &callee)) {
			ra_walk_opline_values(walk, node, frame, &callee);
		}
	} else {
		ra_walk_opline_values(walk, node, frame, NULL);
	}
}

void ra_walk_expand_frame(struct ra_walk *walk, ra_node node)
{
	const struct ra_engine *engine = walk->engine;
	const struct ra_frame_info *info;
	struct ra_frame frame;

	if (!ra_frame_read(walk, ra_node_address(walk->graph, node), &frame) || frame.function == 0 ||
		!ra_walk_spend(walk, (uint64_t)frame.variables + frame.temporaries + frame.extra)) {
		return;
	}
	info = ra_graph_frame(walk->graph, node);
	walk_variables(walk, node, &frame);
	walk_this(walk, node, &frame);
	walk_function(walk, node, &frame);
	if (frame.user) {
		walk_temporaries(walk, node, &frame);
		walk_pending_calls(walk, node, &frame);
		walk_symbol_table(walk, node, &frame);
		if (info && !info->suspended) {
			walk_opline_values(walk, node, &frame, info);
		}
	}
	if (frame.call_info & ra_flag(walk->layout, RA_CONST_ZEND_CALL_HAS_EXTRA_NAMED_PARAMS)) {
		ra_walk_array(walk, node,
			ra_engine_u64(engine, frame.at, RA_zend_execute_data_extra_named_params),
			ra_link_field(walk, "extra_named_params"));
	}
}

/* ---- pages ---- */

static bool is_page(struct ra_walk *walk, const struct ra_slot *slot)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr end = ra_engine_u64(engine, slot->start, RA_zend_vm_stack_end);
	const ra_addr top = ra_engine_u64(engine, slot->start, RA_zend_vm_stack_top);

	return slot->bytes >= PAGE_SMALLEST && end - slot->start <= slot->bytes &&
		   end - slot->start > PAGE_HEADER && top - slot->start <= slot->bytes;
}

/* False: no page of a VM stack, or one that is there already. */
static bool is_new_page(struct ra_walk *walk, ra_addr at, struct ra_slot *slot)
{
	return ra_claims_slot(walk->claims, at, slot) && is_page(walk, slot) &&
		   ra_claims_owner(walk->claims, slot->number) == RA_NO_NODE;
}

/* False: no page of a VM stack. */
static bool add_page(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	struct ra_slot slot;

	return ra_claims_slot(walk->claims, at, &slot) && is_page(walk, &slot) &&
		   ra_walk_page(walk, from, slot.start, RA_NODE_VM_STACK, link) != RA_NO_NODE;
}

void ra_walk_vm_stack(struct ra_walk *walk, ra_node from, ra_addr page, struct ra_link link)
{
	ra_addr power_page = 0;
	uint32_t power = 1, length = 0;

	while (page != 0 && page != power_page && ra_walk_spend(walk, 1) &&
		   add_page(walk, from, page, link)) {
		if (++length == power) { /* Brent's way to notice a cycle */
			power_page = page;
			power *= 2;
			length = 0;
		}
		page = ra_engine_u64(walk->engine, page, RA_zend_vm_stack_prev);
	}
}

/* ---- chains ---- */

static void describe(struct ra_walk *walk, const struct ra_frame *frame, struct ra_frame_info *info)
{
	info->internal = !frame->user;
	info->function = ra_frame_name(walk, frame);
	info->line = -1;
	if (frame->user) {
		info->file = ra_walk_name(
			walk, ra_engine_u64(walk->engine, frame->function, RA_zend_op_array_filename));
		info->line = frame_line(walk, frame, info->suspended);
		info->first_line =
			ra_engine_u32(walk->engine, frame->function, RA_zend_op_array_line_start);
		info->last_line = ra_engine_u32(walk->engine, frame->function, RA_zend_op_array_line_end);
	}
}

static ra_node add_frame(struct ra_walk *walk, ra_node from, const struct ra_frame *frame,
	uint32_t number, struct ra_frame_info info)
{
	ra_node node;
	struct ra_slot slot;

	/* Pages that no list leads to: those of a stack that waits while a fiber runs. */
	if (is_new_page(walk, frame->at, &slot)) {
		ra_walk_page(
			walk, walk->frames_root, slot.start, RA_NODE_VM_STACK, ra_link_field(walk, "vm_stack"));
	}
	node = ra_claims_add(walk->claims, frame->at, RA_NODE_FRAME);
	if (node == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	claim_frame(walk, node, frame);
	if (from != RA_NO_NODE) {
		ra_graph_add_edge(walk->graph, from, node, RA_LINK_FRAME, number, 0);
	}
	info.node = node;
	describe(walk, frame, &info);
	if (!frame->user) {
		walk->graph->flags[node] |= RA_NODE_INTERNAL;
	}
	ra_graph_add_frame(walk->graph, &info);
	return node;
}

/* The frame that runs has a function, but for one of the engine's own on the C stack. */
static bool is_lost(struct ra_walk *walk, ra_addr at, const struct ra_frame *frame)
{
	struct ra_slot slot;

	return frame->function == 0 && ra_claims_slot(walk->claims, at, &slot) &&
		   ra_engine_u64(walk->engine, at, RA_zend_execute_data_prev_execute_data) == 0;
}

/* A frame that is there already belongs to another chain (a running generator's is part of the
 * normal one): the new chain ends at it. */
void ra_walk_frames(struct ra_walk *walk, ra_node from, ra_addr at, bool one_frame)
{
	const uint32_t chain = walk->chain_count;
	uint32_t number = 0, empty = 0;

	for (uint32_t n = 0; at != 0 && n < CHAIN_LIMIT; n++) {
		struct ra_frame frame;

		if (ra_claims_find(walk->claims, at, RA_NODE_FRAME) != RA_NO_NODE) {
			break;
		}
		if (!ra_frame_read(walk, at, &frame) || (n == 0 && is_lost(walk, at, &frame))) {
			ra_walk_refuse(walk, RA_REFUSED_FRAME);
			break;
		}
		/* Frames without function stand for a place between stacks; they hold nothing. */
		empty = frame.function == 0 ? empty + 1 : 0;
		if (empty > EMPTY_FRAMES) {
			break;
		}
		if (frame.function != 0 &&
			add_frame(walk, from, &frame, number++,
				(struct ra_frame_info){.chain = chain, .suspended = one_frame}) == RA_NO_NODE) {
			break;
		}
		if (frame.function == 0 && n > 0 && number == 0) {
			break;
		}
		if (one_frame) {
			break;
		}
		at = ra_engine_u64(walk->engine, at, RA_zend_execute_data_prev_execute_data);
	}
	if (number) {
		walk->chain_count++;
	}
}

/* ---- calls that are over ---- */

void ra_walk_left_frames(struct ra_walk *walk)
{
	struct ra_graph *const graph = walk->graph;
	struct ra_frame frame = {0}, left;

	/* Only while an exception is on its way: elsewhere nobody asks for calls that are over. Without
	 * a frame the script itself is over. */
	if (graph->frame_count > 0 &&
		(!ra_frame_read(walk, ra_node_address(graph, graph->frames[0].node), &frame) ||
			!ra_frame_at_exception(walk, &frame))) {
		return;
	}
	graph->late = true;
	while (graph->left_count < RA_LEFT_FRAMES && ra_frame_left(walk, &frame, &left)) {
		describe(walk, &left, &graph->left[graph->left_count++]);
		frame = left;
	}
}
