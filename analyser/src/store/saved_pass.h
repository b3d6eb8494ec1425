/* A pass over the rows of a saved graph, from the first to the last. Rows of a file are not kept: a piece of them at a time is
 * copied out of it. So each is checked in each pass, after it was copied and before anybody follows a number in it: what is
 * read twice need not be the same. */
#ifndef RA_SAVED_PASS_H
#define RA_SAVED_PASS_H

#include "store/saved.h"

#define RA_PASS_BYTES (48u << 10) /* a whole number of rows of each kind */

struct ra_pass {
	const struct ra_rows *rows;
	const char *name; /* of the rows, in messages */
	struct ra_error *err;
	uint64_t done_bytes; /* of the rows, with the piece */
	uint64_t nodes;      /* that there are */
	uint32_t texts;
	uint32_t row; /* number of the next */
	const uint8_t *at, *end;
	bool failed; /* *err says why */
	uint8_t piece[RA_PASS_BYTES];
};

/* Of nodes, edges, locations or attributes. */
void ra_pass_begin(struct ra_pass *pass, const struct ra_saved *saved,
	enum ra_saved_section section, struct ra_error *err);

/* For the functions below. Both return false. */
bool ra_pass_more(struct ra_pass *pass); /* true: there are more rows */
bool ra_pass_unsound(struct ra_pass *pass);

static inline bool ra_pass_is_text(const struct ra_pass *pass, uint32_t number)
{
	return number == RA_NO_TEXT || number < pass->texts;
}

/* NULL: there are no more, or the pass failed. */
static inline const uint8_t *ra_pass_row(struct ra_pass *pass, uint32_t bytes)
{
	if (pass->at == pass->end && !ra_pass_more(pass)) {
		return NULL;
	}
	const uint8_t *const at = pass->at;

	pass->at += bytes;
	pass->row++;
	return at;
}

/* The next row. False: there is none, or the pass failed. */
static inline bool ra_pass_node(struct ra_pass *pass, struct ra_saved_node *node)
{
	const uint8_t *const at = ra_pass_row(pass, RA_NODE_ROW);

	if (!at) {
		return false;
	}
	*node = ra_saved_node_of(at);
	return (node->id == pass->row - 1 && ra_pass_is_text(pass, node->type)) ||
		   ra_pass_unsound(pass);
}

static inline bool ra_pass_edge(struct ra_pass *pass, struct ra_saved_edge *edge)
{
	const uint8_t *const at = ra_pass_row(pass, RA_EDGE_ROW);

	if (!at) {
		return false;
	}
	*edge = ra_saved_edge_of(at);
	return ((edge->from == RA_NO_ID || edge->from < pass->nodes) && edge->to < pass->nodes &&
			   ra_pass_is_text(pass, edge->link)) ||
		   ra_pass_unsound(pass);
}

static inline bool ra_pass_location(struct ra_pass *pass, struct ra_saved_location *location)
{
	const uint8_t *const at = ra_pass_row(pass, RA_LOCATION_ROW);

	if (!at) {
		return false;
	}
	*location = ra_saved_location_of(at);
	return (location->node < pass->nodes && ra_pass_is_text(pass, location->type) &&
			   ra_pass_is_text(pass, location->class_name) &&
			   ra_pass_is_text(pass, location->value) && ra_pass_is_text(pass, location->region)) ||
		   ra_pass_unsound(pass);
}

static inline bool ra_pass_attribute(struct ra_pass *pass, struct ra_saved_pair *pair)
{
	const uint8_t *const at = ra_pass_row(pass, RA_ATTRIBUTE_ROW);

	if (!at) {
		return false;
	}
	*pair = ra_saved_pair_of(at);
	return (pair->node < pass->nodes && ra_pass_is_text(pass, pair->key) &&
			   ra_pass_is_text(pass, pair->value)) ||
		   ra_pass_unsound(pass);
}

#endif
