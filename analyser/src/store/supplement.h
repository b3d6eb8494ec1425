/* What this program adds to a saved graph, so that a report of it is the report of its dump: attributes and entries of the
 * summary whose keys begin with "rdump." and which other readers pass over. Numbers of a struct are one text, in decimal,
 * separated by spaces, in the order of a table here. */
#ifndef RA_SUPPLEMENT_H
#define RA_SUPPLEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/format.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "reader/noted.h"
#include "reader/reader.h"

#define RA_SUPPLEMENT_VERSION "1" /* of "rdump.version": a reader believes no other */

enum { /* of "rdump.flags", beside those of struct ra_graph */
	RA_SAVED_OUT_OF_SIGHT = 256,
	RA_SAVED_DESTRUCTOR_CALLED = 512,
};

struct ra_number_field {
	uint16_t at;
	uint8_t bytes; /* 1 (a bool), 4 or 8 */
};

struct ra_number_list { /* the numbers of one struct */
	const char *key;    /* in the summary */
	const struct ra_number_field *fields;
	uint32_t count;
};

extern const struct ra_number_list ra_numbers_tally, ra_numbers_collector, ra_numbers_heap,
	ra_numbers_note, ra_numbers_process, ra_numbers_resident, ra_numbers_cache;

/* The text of a struct's numbers. */
void ra_numbers_text(const struct ra_number_list *list, const void *values, struct ra_buffer *out);
/* The reverse. False: the text is not that; *values is untouched then. */
bool ra_numbers_read(
	const struct ra_number_list *list, const char *text, uint32_t length, void *values);

/* Any list of numbers: returns how many were read, at most `most`; those behind them are 0. */
uint32_t ra_numbers_parse(const char *text, uint32_t length, uint64_t *numbers, uint32_t most);

extern const char *const ra_cache_keys[RA_CACHE_LARGEST]; /* of the texts beside ra_numbers_cache */

struct ra_note_text {
	const char *key;
	uint16_t at;   /* of the char * in struct ra_note */
	bool is_value; /* left out where values are */
};
enum {
	RA_NOTE_TEXTS = 8
};
extern const struct ra_note_text ra_note_texts[RA_NOTE_TEXTS];

#endif
