/* Questions about values and their answers as characters: what the commands print and what an assistant is told. The
 * answers come from query/. */
#ifndef RA_OUT_QUERY_H
#define RA_OUT_QUERY_H

#include "base/output.h"
#include "query/query.h"
#include "walk/snapshot.h"

struct ra_question {  /* what does not belong to a question is left alone */
	const char *what; /* see query.h; of instances a class, of strings an expression. NULL: all */
	uint32_t limit;   /* rows, or rows below each value of a tree; 0: all */
	uint32_t offset;
	unsigned depth;       /* of a tree */
	const char *sort;     /* "retained", "own", "count", "name", "id"; NULL: as usual */
	const char *where;    /* "NAME=VALUE", "NAME!=VALUE"; NULL: all */
	const char *group_by; /* "holder", "site", a property; NULL: rows */
	const char *shown;    /* names of properties, with commas between; NULL: none */
	bool json;
};

/* The order and the part of the rows that is asked for. */
struct ra_rows_wanted ra_question_rows(const struct ra_question *question);

/* Whether an index is not enough: it knows findings by the signatures of a report with contents. */
bool ra_question_needs_walk(const struct ra_question *question, bool hide_contents);

/* Writes the answer. False, with *err filled: nothing is called so, or it could not be computed. */
typedef bool ra_out_answer(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err);

ra_out_answer ra_out_show;
ra_out_answer ra_out_holders;
ra_out_answer ra_out_stack;
ra_out_answer ra_out_tree;
ra_out_answer ra_out_instances;
ra_out_answer ra_out_strings;

#endif
