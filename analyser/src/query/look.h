/* Questions about many values: the tree of what goes with what, the instances of a class, strings, the call stack. They
 * compute; commands print. Paths are made by who prints them. */
#ifndef RA_LOOK_H
#define RA_LOOK_H

#include "query/query.h"

enum {
	RA_MAX_TREE_DEPTH = 64 /* what is deeper is left out */
};

struct ra_tree_row { /* of a tree from the top down: a value, or alike ones beside each other */
	unsigned depth;
	ra_node node;   /* the first of them */
	uint32_t count; /* how many */
	uint64_t retained_bytes;
};

struct ra_tree_rows {
	struct ra_tree_row *items;
	uint32_t count;
	uint64_t left_out; /* values that are not in them, above the depth */
};

/* What hangs on the node in the dominator tree, so deep; siblings by retained bytes, count or name, of which the limit of `wanted` is
 * for those below each value, and the offset for those below the node itself.
 * Siblings of one class or kind, none of which has a tenth of what is above them, are one row. */
bool ra_query_tree(struct ra_snapshot *snapshot, ra_node node, unsigned depth,
	const struct ra_rows_wanted *wanted, struct ra_tree_rows *out, struct ra_error *err);
/* What leads to a value from the one above it in the tree, where that is one step; else "". Owned by the caller; NULL: no memory. */
char *ra_query_link_from_above(const struct ra_snapshot *snapshot, ra_node node);
void ra_tree_rows_done(struct ra_tree_rows *rows);

/* The siblings that a row of that node above with a count stands for: those of the class or kind of `like` below `above` that
 * are not heavy. In the order of their ids. */
bool ra_query_alike(struct ra_snapshot *snapshot, ra_node above, ra_node like, struct ra_found *out,
	struct ra_error *err);

/* A property's value in one line: "'paid'", "17", "App\User". "": the object has no such property, or it cannot be read.
 * Owned by the caller; NULL: no memory. */
char *ra_query_property(struct ra_snapshot *snapshot, ra_node object, const char *name);

/* The properties of an object that are no nodes, since their values are numbers and the like: "id = 17, active = true". "":
 * there are none, or contents are hidden. Owned by the caller; NULL: no memory. */
char *ra_query_plain_properties(struct ra_snapshot *snapshot, ra_node object);

/* Keeps those of the objects whose property is written so (without quotes), or is not. False: none of them has the property, or
 * what it holds is not told, or no memory. */
bool ra_query_keep(struct ra_snapshot *snapshot, struct ra_found *found, const char *name,
	const char *value, bool equal, struct ra_error *err);

/* Whether one of the objects has a property of that name, or there are no objects. False, with *err filled: none has, and what
 * comes near it; or no memory. */
bool ra_query_has_property(struct ra_snapshot *snapshot, const struct ra_found *found,
	const char *name, struct ra_error *err);

/* The nodes by retained or own bytes, or by id. */
void ra_query_sort(struct ra_snapshot *snapshot, struct ra_found *found, enum ra_row_order order);

/* The same of the first `wanted` only, which takes less where that is few of many: what stands behind them afterwards is no
 * list of the others. */
void ra_query_sort_first(
	struct ra_snapshot *snapshot, struct ra_found *found, enum ra_row_order order, uint32_t wanted);

/* The same by the path of each. False: no memory. */
bool ra_query_sort_by_name(
	struct ra_snapshot *snapshot, struct ra_found *found, uint32_t wanted, struct ra_error *err);

struct ra_instance_group {
	char *key; /* a property's value, a holder's path, a file and line */
	uint32_t count;
	uint64_t retained_bytes; /* of all of them together */
};

struct ra_instance_groups {
	struct ra_instance_group *items; /* the most bytes first, as many as were wanted */
	uint32_t count;
	uint32_t total; /* with the others */
};

/* By "holder", "site" (where the code of a closure, generator or fiber stands), or the value of a property. The first `wanted` groups
 * (0: all). */
bool ra_query_group_by(struct ra_snapshot *snapshot, const struct ra_found *found, const char *by,
	uint32_t wanted, struct ra_instance_groups *out, struct ra_error *err);
/* Puts all of them, which must be there, in that order. */
void ra_instance_groups_sort(struct ra_instance_groups *groups, enum ra_row_order order);
void ra_instance_groups_done(struct ra_instance_groups *groups);

struct ra_string_rows {
	struct ra_string_row *items;
	uint32_t count;
	uint32_t total; /* with those that were not asked for */
};

/* The strings of the heap whose first 4 KB match (a POSIX extended regular expression; NULL: all), by bytes or by copies.
 * Fails with RA_ERR_UNSUPPORTED on a wrong expression. */
bool ra_query_strings(struct ra_snapshot *snapshot, const char *pattern, bool by_copies,
	struct ra_string_rows *out, struct ra_error *err);

/* The same rows from one on, at most so many (0: all). */
bool ra_query_some_strings(struct ra_snapshot *snapshot, const char *pattern, bool by_copies,
	uint32_t from, uint32_t limit, struct ra_string_rows *out, struct ra_error *err);
/* By label: by what they hold, as far as it is told. */
bool ra_query_strings_by_name(struct ra_snapshot *snapshot, const char *pattern,
	const struct ra_rows_wanted *wanted, struct ra_string_rows *out, struct ra_error *err);
/* Rows of a smaller key stand before others; of equal keys that whose first string is. */
uint64_t ra_string_row_key(const struct ra_string_row *row, bool by_copies);
void ra_string_rows_done(struct ra_string_rows *rows);

/* The strings with the content of this one, which a row stands for; itself alone where its content cannot be read. In the
 * order of their ids. */
bool ra_query_equal_strings(
	struct ra_snapshot *snapshot, ra_node string, struct ra_found *out, struct ra_error *err);

struct ra_class_row {     /* the objects of a class, or all values of a kind that has no classes */
	uint32_t class_index; /* RA_NO_CLASS: a kind */
	uint8_t kind;         /* enum ra_node_kind */
	uint32_t count;
	uint64_t own_bytes;
	uint64_t retained_bytes; /* of all together, each byte once: what they dominate */
};

struct ra_class_rows {
	struct ra_class_row *items; /* the most retained first */
	uint32_t count;
};

/* Classes that have objects; and arrays, strings, references, resources. O(V). */
bool ra_query_classes(
	struct ra_snapshot *snapshot, struct ra_class_rows *out, struct ra_error *err);
void ra_class_rows_done(struct ra_class_rows *rows);

/* All values of such a row, in the order of their ids. */
bool ra_query_members(struct ra_snapshot *snapshot, const struct ra_class_row *row,
	struct ra_found *out, struct ra_error *err);

struct ra_stack_row {
	const struct ra_frame_info *frame; /* of a call; of several in a row the innermost */
	uint32_t count;          /* calls of one place in a row, or suspended ones of one place */
	uint64_t retained_bytes; /* of suspended ones */
};

struct ra_stack_rows {
	struct ra_stack_row *items;
	uint32_t count;
};

/* The running calls, innermost first; `suspended`: instead generators and fibers that wait, by function and line, the
 * most retained first. */
bool ra_query_stack(
	struct ra_snapshot *snapshot, bool suspended, struct ra_stack_rows *out, struct ra_error *err);
void ra_stack_rows_done(struct ra_stack_rows *rows);

#endif
