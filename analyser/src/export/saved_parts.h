/* What the files that make rows of a saved graph share: saved_texts.c the rows as such, saved_supplement.c what is added to
 * the graph, saved_rows.c the graph. */
#ifndef RA_SAVED_PARTS_H
#define RA_SAVED_PARTS_H

#include "export/saved_rows.h"

/* Room for a row, zeroed; when there is no memory, for one that goes nowhere. */
static inline uint8_t *ra_rows_row(
	struct ra_saved_rows *rows, enum ra_saved_section section, size_t length)
{
	uint8_t *const at = ra_rows_add(&rows->saved.rows[section], length);

	if (at) {
		return at;
	}
	rows->failed = true;
	return rows->spare;
}

/* The number of a text. */
uint32_t ra_rows_text_of(struct ra_saved_rows *rows, const char *bytes, size_t length);
uint32_t ra_rows_text(struct ra_saved_rows *rows, const char *chars);
/* The same of chars that stay where they are and as they are. */
uint32_t ra_rows_constant(struct ra_saved_rows *rows, const char *chars);
/* The same of a name of the graph. */
uint32_t ra_rows_name(struct ra_saved_rows *rows, ra_name name);
uint32_t ra_rows_number(
	struct ra_saved_rows *rows, const char *before, int64_t number, const char *after);
/* How an array stands in memory, as store/supplement.h has it. */
uint32_t ra_rows_shape(struct ra_saved_rows *rows, const struct ra_array *array);
/* The text of the format with its arguments. */
uint32_t ra_rows_format(struct ra_saved_rows *rows, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The text of the string at the address, cut where it is very long; RA_NO_TEXT: there is none. */
uint32_t ra_rows_string(struct ra_saved_rows *rows, ra_addr at);

/* The key is a constant. */
void ra_rows_attribute(struct ra_saved_rows *rows, uint32_t id, const char *key, uint32_t value);
void ra_rows_summary(struct ra_saved_rows *rows, const char *key, uint32_t value);

/* Attributes of one node; entries of the summary: counters, allocator, process, note block, classes. */
void ra_rows_node_supplement(struct ra_saved_rows *rows, ra_node node);
void ra_rows_supplement(struct ra_saved_rows *rows);
void ra_rows_counters(struct ra_saved_rows *rows);

#endif
