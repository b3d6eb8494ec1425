/* The graph in forms that other tools open. Each format is a row of a table and a writer; a writer sees the graph, its
 * measures and the reader, and computes nothing about the heap by itself. The same dump gives the same bytes. */
#ifndef RA_EXPORT_H
#define RA_EXPORT_H

#include "base/output.h"
#include "graph/measures.h"

struct ra_snapshot;

struct ra_export_options {
	bool
		no_values; /* leave out what strings hold, array keys too; names of classes, properties and functions stay */
};

struct ra_export_format {
	const char *name;
	const char *summary; /* for --help: what opens it */
	bool binary;         /* not for a terminal */
	bool (*write)(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
		struct ra_output *output, struct ra_error *err);
};

extern const struct ra_export_format ra_export_formats[];
extern const uint32_t ra_export_format_count;

/* NULL: no such format. */
const struct ra_export_format *ra_export_format_find(const char *name);

#endif
