/* A saved graph as rows, before it is a graph: what an .rmem file keeps in its sections and SQLite in its tables. Rows have
 * the layout of the .rmem file, little-endian, and texts are numbers into one dictionary; so both formats have one form in
 * memory, one writer of rows and one reader of rows. docs/saved-graphs.md is the description.
 *
 * Rows are foreign bytes: saved_pass.h looks at every number in them before anybody follows one. */
#ifndef RA_SAVED_H
#define RA_SAVED_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"

#define RA_NO_TEXT UINT32_MAX /* where a text is missing */
#define RA_NO_ID   UINT32_MAX /* the parent of a root */

enum ra_saved_section { /* in the order of the file */
	RA_SAVED_TEXTS,
	RA_SAVED_NODES,
	RA_SAVED_EDGES,
	RA_SAVED_LOCATIONS,
	RA_SAVED_ATTRIBUTES,
	RA_SAVED_SUMMARY,
	RA_SAVED_RUNS,
	RA_SAVED_SECTIONS
};

enum { /* bytes of a row */
	RA_NODE_ROW = 16,
	RA_EDGE_ROW = 16,
	RA_LOCATION_ROW = 48,
	RA_ATTRIBUTE_ROW = 12,
	RA_SUMMARY_ROW = 8,
};

enum ra_strength {
	RA_STRONG,
	RA_WEAK,
	RA_STRUCTURAL,
	RA_STRENGTHS
};

struct ra_source;

struct ra_rows {
	uint8_t *bytes;
	uint64_t length, capacity;
	uint64_t count;
	struct ra_source
		*source; /* where they are, when it is not NULL, from `at` on; there are no bytes then */
	uint64_t at;
};

struct ra_saved { /* zeroed: empty */
	/* Of texts: u32 length and bytes, one after the other. Of the others: rows without anything before them. */
	struct ra_rows rows[RA_SAVED_SECTIONS];
	uint64_t *text_at; /* by number: where the length stands */
	uint32_t text_count;
	uint32_t text_capacity;
	char created_at[40];
};

struct ra_saved_node {
	uint32_t id, type;
};

struct ra_saved_edge {
	uint32_t from, to, link;
	bool tree;
	enum ra_strength strength;
};

struct ra_saved_location {
	uint32_t node, type, class_name;
	uint64_t address, bytes;
	uint32_t value, refcount, region;
};

struct ra_saved_pair { /* an attribute of a node, or (node 0) of the summary */
	uint32_t node, key, value;
};

/* Room for so many bytes of rows at once, on pages that few faults fill; for empty rows. Only speed depends on it. */
void ra_rows_reserve(struct ra_rows *rows, uint64_t length);
/* Makes room for so many bytes more. False: no memory. */
bool ra_rows_grow(struct ra_rows *rows, size_t length);

/* Room for one more row, zeroed. NULL: no memory. */
static inline uint8_t *ra_rows_add(struct ra_rows *rows, size_t length)
{
	if (rows->capacity - rows->length < length && !ra_rows_grow(rows, length)) {
		return NULL;
	}
	uint8_t *const at = rows->bytes + rows->length;

	memset(at, 0, length);
	rows->length += length;
	rows->count++;
	return at;
}

static inline void ra_put32(uint8_t *at, uint32_t number)
{
	for (unsigned i = 0; i < 4; i++) {
		at[i] = (uint8_t)(number >> 8 * i);
	}
}

static inline void ra_put64(uint8_t *at, uint64_t number)
{
	ra_put32(at, (uint32_t)number);
	ra_put32(at + 4, (uint32_t)(number >> 32));
}

/* A text behind the others; its number is that of before in text_count. False: no memory, or too many. */
bool ra_saved_add_text(struct ra_saved *saved, const void *bytes, size_t length);

/* The text; of RA_NO_TEXT and what is not there the empty one. Not terminated. */
const char *ra_saved_text(const struct ra_saved *saved, uint32_t number, uint32_t *length);
/* A terminated copy of it; NULL: no memory. */
char *ra_saved_copy(const struct ra_saved *saved, uint32_t number);
bool ra_saved_text_is(const struct ra_saved *saved, uint32_t number, const char *text);

/* A row of its bytes. */
static inline struct ra_saved_node ra_saved_node_of(const uint8_t *at)
{
	return (struct ra_saved_node){ra_le32(at), ra_le32(at + 8)};
}

static inline struct ra_saved_edge ra_saved_edge_of(const uint8_t *at)
{
	return (struct ra_saved_edge){ra_le32(at), ra_le32(at + 4), ra_le32(at + 8), at[12] != 0,
		at[13] < RA_STRENGTHS ? (enum ra_strength)at[13] : RA_WEAK};
}

static inline struct ra_saved_location ra_saved_location_of(const uint8_t *at)
{
	return (struct ra_saved_location){ra_le32(at), ra_le32(at + 4), ra_le32(at + 8),
		ra_le64(at + 12), ra_le64(at + 20), ra_le32(at + 28), ra_le32(at + 32), ra_le32(at + 40)};
}

static inline struct ra_saved_pair ra_saved_pair_of(const uint8_t *at)
{
	return (struct ra_saved_pair){ra_le32(at), ra_le32(at + 4), ra_le32(at + 8)};
}

/* By their numbers, of rows that are bytes here. */
struct ra_saved_node ra_saved_node(const struct ra_saved *saved, uint32_t row);
struct ra_saved_edge ra_saved_edge(const struct ra_saved *saved, uint32_t row);
struct ra_saved_location ra_saved_location(const struct ra_saved *saved, uint32_t row);
struct ra_saved_pair ra_saved_attribute(const struct ra_saved *saved, uint32_t row);
struct ra_saved_pair ra_saved_summary(const struct ra_saved *saved, uint32_t row);

/* As messages have it: "nodes", "the summary". */
const char *ra_saved_section_name(enum ra_saved_section section);

/* Whether there are not more rows than can be numbered, and texts of the summary are in range. *err says what is not. Rows of
 * the graph are checked where they are read: saved_pass.h. */
bool ra_saved_check(const struct ra_saved *saved, struct ra_error *err);

void ra_saved_done(struct ra_saved *saved);

#endif
