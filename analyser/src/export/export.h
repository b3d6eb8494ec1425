/* The forms in which results are written: the table of all output formats. What is exported of the graph has its writer
 * there, too: it sees the graph, its measures and the reader, and computes nothing about the heap by itself. The same dump
 * gives the same bytes. */
#ifndef RA_EXPORT_H
#define RA_EXPORT_H

#include "base/output.h"
#include "graph/measures.h"

struct ra_snapshot;

struct ra_export_options {
	bool
		no_values; /* leave out what strings hold, array keys too; names of classes, properties and functions stay */
};

enum ra_form {
	RA_FORM_TEXT,
	RA_FORM_JSON,
	RA_FORM_HTML,
	RA_FORM_GRAPH,
};

/* What is written so; the commands ask for theirs. */
enum {
	RA_OF_ANSWERS = 1 << 0, /* to questions: inspect, list, show, top, ... */
	RA_OF_REPORTS = 1 << 1,
	RA_OF_COMPARISONS = 1 << 2, /* of reports: compare, trend */
	RA_OF_GRAPHS = 1 << 3,
};

struct ra_output_format {
	const char *name;
	unsigned of;
	enum ra_form form;
	const char *opens; /* of a graph: what opens it */
	bool binary;       /* not for a terminal */
	bool (*write)(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
		struct ra_output *output, struct ra_error *err); /* of a graph */
};

extern const struct ra_output_format ra_output_formats[];
extern const uint32_t ra_output_format_count;

/* NULL: there is no such format of that. */
const struct ra_output_format *ra_output_format_find(const char *name, unsigned of);

/* For --help and messages: "report or text (the default), report-json or json, html". A static text. */
const char *ra_output_format_names(unsigned of);

#endif
