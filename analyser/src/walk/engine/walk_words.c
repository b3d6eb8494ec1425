/* Memory read word by word: words that are addresses of slots. Either of memory that is known to
 * hold nothing but pointers of some kind (known words), or of memory nobody explains: then what it
 * leads to is marked as reached by guess. */
#include "walk/engine/walk_words.h"

#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_values.h"

#define WORDS             512u
#define HOLE_BYTES        ((uint64_t)1 << 20) /* so often the file is asked for holes */
#define ZVAL_BYTES        16u
#define INTERNAL_FUNCTION 1u /* zend_function.type */
#define USER_FUNCTION     2u
#define REFCOUNT_LIMIT    (1u << 24) /* more is the half of an address */

enum { /* zend_string */
	STRING_HASH = 8,
	HASH_IS_KNOWN = 0x80, /* in the last byte of each hash that was computed */
	EMPTY_STRING_BYTES = 32,
};

static bool plausible(uint32_t refcount)
{
	return refcount != 0 && refcount < REFCOUNT_LIMIT;
}

/* A slot whose bytes are a zend_string: what it says of itself goes together. Other structures begin with
 * small numbers, too. */
static bool looks_like_string(struct ra_walk *walk, const struct ra_slot *slot)
{
	struct ra_string header;
	uint8_t hash[8], end;

	if (slot->bytes < 24 || !ra_engine_string(walk->engine, slot->start, &header) ||
		!plausible(header.refcount) || (header.persistent && !header.interned)) {
		return false;
	}
	if (header.text - slot->start + header.length >= slot->bytes ||
		(header.length == 0 && slot->bytes > EMPTY_STRING_BYTES) ||
		!ra_space_scan(walk->space, slot->start + STRING_HASH, hash, sizeof(hash)) ||
		!ra_space_scan(walk->space, header.text + header.length, &end, 1)) {
		return false;
	}
	return end == 0 && (ra_le64(hash) == 0 || hash[7] & HASH_IS_KNOWN);
}

typedef void word_visitor(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link);

static enum ra_type type_named(struct ra_walk *walk, const struct ra_slot *slot)
{
	struct ra_object object;
	struct ra_array array;
	uint32_t refcount;

	if (slot->bytes >= 24 && looks_like_string(walk, slot)) {
		return RA_TYPE_STRING;
	}
	if (slot->bytes == 56) {
		if (ra_engine_array(walk->engine, slot->start, &array) && plausible(array.refcount)) {
			return RA_TYPE_ARRAY;
		}
	}
	if (slot->bytes == ra_sizeof(walk->layout, RA_STRUCT_zend_reference) &&
		ra_engine_counted(walk->engine, slot->start, RA_TYPE_REFERENCE, &refcount) &&
		plausible(refcount)) {
		return RA_TYPE_REFERENCE;
	}
	if (slot->bytes >= 40 && ra_engine_object(walk->engine, slot->start, &object) &&
		plausible(object.refcount) &&
		ra_walk_class_index(walk, object.class_entry) != RA_NO_CLASS) {
		return RA_TYPE_OBJECT;
	}
	return RA_TYPE_UNDEF;
}

/* The type that the counted header at the start of a slot names, when all of it is plausible. Mostly it is none: what was
 * read of it is no part of what the walk knows. Who makes a value of it reads it again. */
static enum ra_type value_type(struct ra_walk *walk, const struct ra_slot *slot)
{
	const bool before = ra_space_trace_pause(walk->space, true);
	const enum ra_type type = type_named(walk, slot);

	ra_space_trace_pause(walk->space, before);
	return type;
}

/* True when the word is the table pointer of a HashTable embedded there: it points behind the hash
 * part, with which the slot begins. */
static bool is_table_pointer(struct ra_walk *walk, ra_addr at, const struct ra_slot *slot)
{
	const ra_addr table = at - ra_offset(walk->layout, RA_zend_array_arData);
	struct ra_array array;
	const bool before = ra_space_trace_pause(walk->space, true);
	const bool is_one = ra_engine_table(walk->engine, table, &array) &&
						array.table == slot->start && array.table_bytes != 0 &&
						array.table_bytes <= slot->bytes;

	ra_space_trace_pause(walk->space, before);
	/* once more for the trace: a miss leaves none */
	return is_one && ra_engine_table(walk->engine, table, &array);
}

/* The node that a pointer to a known one owns: extensions keep the php_stream, whose resource is counted. */
static ra_node owned_by_pointer(struct ra_walk *walk, ra_node node)
{
	const struct ra_graph *const graph = walk->graph;
	ra_node resource;

	if (graph->kind[node] != RA_NODE_STREAM) {
		return node;
	}
	resource = ra_walk_known(walk, RA_TYPE_RESOURCE,
		ra_engine_u64(walk->engine, ra_node_address(graph, node), RA_php_stream_res));
	return resource != RA_NO_NODE ? resource : node;
}

/* What is known needs no guess, unless more references to it are counted than were found: then an
 * object or a resource. Extensions point to the start of their structure, in which the zend_object
 * stands further behind. A stream points to its resource without owning it. */
static void guess_known(struct ra_walk *walk, ra_node from, const struct ra_slot *slot,
	uint64_t word, struct ra_link link)
{
	const ra_node known = ra_claims_owner(walk->claims, slot->number);
	const struct ra_graph *const graph = walk->graph;
	const bool object = graph->kind[known] == RA_NODE_OBJECT;
	const ra_addr at = ra_node_address(graph, known);
	const ra_node node = at == word ? owned_by_pointer(walk, known) : known;

	if (slot->start != word || node == from || at - word >= slot->bytes ||
		(object ? at == word : graph->kind[node] != RA_NODE_RESOURCE || at != word) ||
		graph->kind[from] == RA_NODE_STREAM || !ra_walk_lacks_references(walk, node)) {
		return;
	}
	link.flags |= RA_EDGE_GUESS;
	ra_walk_edge(walk, from, node, &link);
	ra_walk_count(walk, object ? RA_TYPE_OBJECT : RA_TYPE_RESOURCE, ra_node_address(graph, node));
}

/* True when the word points behind a header of a library's own, which says how much was asked for: just
 * what needs this slot and no smaller one. So expat does, whose parsers lie in the heap. */
static bool is_behind_size(struct ra_walk *walk, uint64_t word, const struct ra_slot *slot)
{
	const uint64_t header = word - slot->start;

	if ((header != 8 && header != 16) || slot->bytes <= header) {
		return false;
	}
	const bool before = ra_space_trace_pause(walk->space, true);
	const uint64_t needed = ra_engine_word(walk->engine, slot->start);

	ra_space_trace_pause(walk->space, before);
	/* once more for the trace: a miss leaves none */
	return needed <= slot->bytes - header && needed + header > slot->bytes - slot->bytes / 4 &&
		   ra_engine_word(walk->engine, slot->start) == needed;
}

/* What guess_known() never takes: nearly all that is known. */
static inline bool is_settled(const struct ra_walk *walk, ra_node known, uint64_t word)
{
	switch ((enum ra_node_kind)walk->graph->kind[known]) {
	case RA_NODE_OBJECT:
		return ra_node_address(walk->graph, known) == word;
	case RA_NODE_RESOURCE:
	case RA_NODE_STREAM:
		return false;
	default:
		return true;
	}
}

/* Only memory that nobody has claimed, and what lacks references. */
static void guess_word(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link)
{
	struct ra_slot slot;
	ra_node known;
	enum ra_type type;

	if (!ra_heap_slot_at(walk->heap, word, &slot) || !ra_heap_slot_live(walk->heap, slot.number)) {
		return;
	}
	known = ra_claims_owners(walk->claims)[slot.number];
	if (known != RA_NO_NODE) {
		if (!is_settled(walk, known, word)) {
			guess_known(walk, from, &slot, word, link);
		}
		return;
	}
	if (slot.start != word && !is_table_pointer(walk, at, &slot) &&
		!is_behind_size(walk, word, &slot)) {
		return;
	}
	link.flags = RA_EDGE_GUESS;
	type = slot.start == word ? value_type(walk, &slot) : RA_TYPE_UNDEF;
	if (type == RA_TYPE_UNDEF || ra_walk_uncounted(walk, from, type, word, link) == RA_NO_NODE) {
		ra_walk_block(walk, from, slot.start, 0, RA_NODE_UNKNOWN, RA_LOC_UNKNOWN, link, NULL);
	}
}

static void known_word(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link)
{
	struct ra_slot slot;
	enum ra_type type;

	(void)at;
	if (!ra_claims_slot(walk->claims, word, &slot) || slot.start != word) {
		return;
	}
	type = value_type(walk, &slot);
	if (type != RA_TYPE_UNDEF) {
		ra_walk_uncounted(walk, from, type, word, link);
	} else if (ra_claims_owner(walk->claims, slot.number) == RA_NO_NODE) {
		ra_walk_block(walk, from, word, 0, RA_NODE_BUFFER, RA_LOC_BUFFER, link, NULL);
	}
}

static void visit_words(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes,
	struct ra_link link, word_visitor *visit)
{
	uint8_t block[WORDS * 8];

	if (at == 0 || at % 8 != 0) {
		return;
	}
	while (bytes >= 8) {
		/* Mappings may be terabytes with next to nothing in them. Asking costs a system call. */
		if (bytes >= HOLE_BYTES && at % HOLE_BYTES < sizeof(block)) {
			const ra_addr data = ra_space_next_data(walk->space, at, at + bytes) & ~(ra_addr)7;

			bytes -= data > at ? data - at : 0;
			at = data > at ? data : at;
		}

		const uint64_t wanted = bytes < sizeof(block) ? bytes & ~(uint64_t)7 : sizeof(block);
		const uint64_t got = ra_space_extent(walk->space, at, wanted) & ~(uint64_t)7;

		if (got == 0 || !ra_space_scan(walk->space, at, block, (size_t)got)) {
			return;
		}
		for (uint64_t i = 0; i < got; i += 8) {
			const uint64_t word = ra_le64(block + i);

			if (word != 0 && word % 8 == 0) {
				visit(walk, from, at + i, word, link);
			}
		}
		at += got;
		bytes -= got;
	}
}

void ra_walk_guess_as(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes, struct ra_link link)
{
	visit_words(walk, from, at, bytes, link, guess_word);
}

void ra_walk_guess(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes)
{
	ra_walk_guess_as(walk, from, at, bytes, ra_link_field(walk, "guess"));
}

/* A zend_fcall_info_cache that begins there: function, scopes, object and closure, the last two bare
 * pointers. Extensions keep their callbacks so since 8.3, without the callable. */
static bool is_call_cache(struct ra_walk *walk, ra_addr cache)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr function =
		ra_engine_u64(engine, cache, RA_zend_fcall_info_cache_function_handler);
	const ra_addr scope = ra_engine_u64(engine, cache, RA_zend_fcall_info_cache_called_scope);
	const uint8_t type = function != 0 && ra_space_extent(walk->space, function, 8) == 8
							 ? ra_engine_u8(engine, function, RA_zend_op_array_type)
							 : 0;

	return (type == INTERNAL_FUNCTION || type == USER_FUNCTION) && function % 8 == 0 &&
		   (scope == 0 || ra_walk_class_index(walk, scope) != RA_NO_CLASS);
}

/* The object or closure of a call cache, when it is known and lacks references. */
static void guess_callee(
	struct ra_walk *walk, ra_node from, ra_addr cache, enum ra_field field, struct ra_link link)
{
	const ra_addr object = ra_engine_u64(walk->engine, cache, field);
	const ra_node node = object != 0 ? ra_walk_known(walk, RA_TYPE_OBJECT, object) : RA_NO_NODE;

	if (node != RA_NO_NODE && ra_walk_lacks_references(walk, node)) {
		link.flags |= RA_EDGE_GUESS;
		ra_walk_edge(walk, from, node, &link);
		ra_walk_count(walk, RA_TYPE_OBJECT, object);
	}
}

static void guess_value(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link)
{
	struct ra_slot slot;
	const bool before = ra_space_trace_pause(walk->space, true);
	const bool is_value = ra_walk_probable(walk, from, at, link) != RA_NO_NODE;
	const bool is_callee = !is_value && ra_has(walk->layout, RA_zend_fcall_info_cache_closure) &&
						   is_call_cache(walk, at);

	/* misses leave no trace; of a hit there are pointers to what is traced elsewhere */
	ra_space_trace_pause(walk->space, before);
	/* The function of a closure lies in the closure, any other in an arena or outside the heap. */
	if (is_callee && (!ra_claims_slot(walk->claims, word, &slot) || slot.start != word)) {
		guess_callee(walk, from, at, RA_zend_fcall_info_cache_object, link);
		guess_callee(walk, from, at, RA_zend_fcall_info_cache_closure, link);
	}
}

void ra_walk_guess_values(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes)
{
	if (bytes >= ZVAL_BYTES) { /* the last word cannot begin one */
		visit_words(walk, from, at, bytes - 8, ra_link_field(walk, "guess"), guess_value);
	}
}

void ra_walk_known_words(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes, const char *name)
{
	visit_words(walk, from, at, bytes, ra_link_field(walk, name), known_word);
}

void ra_walk_expand_unknown(struct ra_walk *walk, ra_node node)
{
	const ra_addr at = ra_node_address(walk->graph, node);
	struct ra_slot slot;

	if (ra_claims_slot(walk->claims, at, &slot)) {
		const uint64_t bytes = slot.bytes - (at - slot.start);

		ra_walk_guess_values(walk, node, at, bytes);
		ra_walk_guess(walk, node, at, bytes);
	}
}
