/* Which parts of the partition become rows: those of half a percent and more; what is smaller is
 * swept up the dominator tree until enough has gathered at one place. */
#ifndef RA_HOLDER_ROWS_H
#define RA_HOLDER_ROWS_H

#include "answer/answer.h"
#include "answer/partition.h"
#include "findings/fates.h"

#define RA_NO_ROW UINT16_MAX

struct ra_row {
	enum ra_holder_kind kind;
	uint64_t bytes;
	uint32_t label; /* its holders; RA_NO_LABEL: the rest of an open node, or none of either */
	uint32_t open;  /* index of the open node; RA_NO_NODE: none */
};

struct ra_rows {
	struct ra_row *rows;
	uint32_t count;
	uint32_t capacity;
	uint16_t *of_label; /* row of each label; RA_NO_ROW: it is in other_bytes */
	uint16_t *of_open;  /* row that the rest of each open node is in */
	uint64_t other_bytes;
	const uint8_t *fates;       /* per node: enum ra_fate; NULL: there is no garbage */
	uint16_t of_fate[RA_FATES]; /* the rows that garbage is divided into */
};

/* What a root stands for. */
enum ra_holder_kind ra_root_kind(const struct ra_graph *graph, ra_node root);

/* least_bytes: of a row. The rows and other_bytes add up to the graph's bytes. */
bool ra_rows_make(struct ra_rows *rows, const struct ra_partition *partition, uint64_t least_bytes);
void ra_rows_done(struct ra_rows *rows);

/* Divides the garbage into what the collector frees, what it cannot see, and what is none. The
 * fates must outlive the rows. False: no memory. */
bool ra_rows_divide_garbage(
	struct ra_rows *rows, const struct ra_partition *partition, const struct ra_fates *fates);

/* Whether there is anything to divide. */
bool ra_rows_have_garbage(const struct ra_rows *rows);

/* The row of a unit; RA_NO_ROW: it is in other_bytes. */
static inline uint16_t ra_row_of_unit(
	const struct ra_rows *rows, const struct ra_partition *partition, uint32_t unit)
{
	return rows->of_label[partition->unit_label[unit]];
}

/* The row of a node that belongs to that unit. */
static inline uint16_t ra_row_of_node(const struct ra_rows *rows, uint16_t row, ra_node node)
{
	return row != RA_NO_ROW && row == rows->of_fate[RA_FATE_COLLECTED]
			   ? rows->of_fate[rows->fates[node]]
			   : row;
}

#endif
