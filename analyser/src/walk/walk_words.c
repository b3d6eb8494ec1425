/* Memory read word by word: words that are addresses of slots. Either of memory that is known to
 * hold nothing but pointers of some kind (known words), or of memory nobody explains: then what it
 * leads to is marked as reached by guess. */
#include "walk/walk.h"

#define WORDS          512u
#define ZVAL_BYTES     16u
#define REFCOUNT_LIMIT (1u << 24) /* more is the half of an address */

static bool plausible(uint32_t refcount)
{
	return refcount != 0 && refcount < REFCOUNT_LIMIT;
}

/* A slot whose bytes are a zend_string that needs just such a slot. */
static bool looks_like_string(struct ra_walk *walk, const struct ra_slot *slot)
{
	struct ra_string header;
	uint64_t bytes;

	if (slot->bytes < 24 || !ra_engine_string(walk->engine, slot->start, &header) ||
		!plausible(header.refcount)) {
		return false;
	}
	bytes = header.text - slot->start + header.length + 1;
	return bytes <= slot->bytes;
}

typedef void word_visitor(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link);

/* The type that the counted header at the start of a slot names, when all of it is plausible. */
static enum ra_type value_type(struct ra_walk *walk, const struct ra_slot *slot)
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

/* True when the word is the table pointer of a HashTable embedded there: it points behind the hash
 * part, with which the slot begins. */
static bool is_table_pointer(struct ra_walk *walk, ra_addr at, const struct ra_slot *slot)
{
	const ra_addr table = at - ra_offset(walk->layout, RA_zend_array_arData);
	struct ra_array array;

	return ra_engine_table(walk->engine, table, &array) && array.table == slot->start &&
		   array.table_bytes != 0 && array.table_bytes <= slot->bytes;
}

/* Only memory that nobody has claimed: what is known needs no guess. */
static void guess_word(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link)
{
	struct ra_slot slot;
	enum ra_type type;

	if (!ra_claims_slot(walk->claims, word, &slot) ||
		ra_claims_owner(walk->claims, slot.number) != RA_NO_NODE ||
		(slot.start != word && !is_table_pointer(walk, at, &slot))) {
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
		const uint64_t wanted = bytes < sizeof(block) ? bytes & ~(uint64_t)7 : sizeof(block);
		const uint64_t got = ra_space_extent(walk->space, at, wanted) & ~(uint64_t)7;

		if (got == 0 || !ra_space_read(walk->space, at, block, (size_t)got)) {
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

static void guess_value(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t word, struct ra_link link)
{
	(void)word;
	ra_walk_probable(walk, from, at, link);
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
	const ra_addr at = walk->graph->address[node];
	struct ra_slot slot;

	if (ra_claims_slot(walk->claims, at, &slot)) {
		const uint64_t bytes = slot.bytes - (at - slot.start);

		ra_walk_guess_values(walk, node, at, bytes);
		ra_walk_guess(walk, node, at, bytes);
	}
}
