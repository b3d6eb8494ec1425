/* Findings: what a report says. Plain data, made by passes (a table of one file each) and turned
 * into text or JSON elsewhere. A finding is complete here: the outputs compute nothing. */
#ifndef RA_FINDINGS_H
#define RA_FINDINGS_H

#include <jansson.h>

#include "graph.h"

struct ra_snapshot;

enum ra_severity {
	RA_HIGH,
	RA_WARNING,
	RA_MEDIUM,
	RA_LOW,
	RA_INFO
}; /* in the order of the report */
enum ra_confidence {
	RA_CONFIDENCE_HIGH,
	RA_CONFIDENCE_MEDIUM,
	RA_CONFIDENCE_LOW
};

struct ra_finding {
	const char *kind; /* static text: "dominant_class" */
	enum ra_severity severity;
	enum ra_confidence confidence;
	char *summary;    /* valid UTF-8, one line, owned */
	json_t *facts;    /* object in output order, owned; may be NULL */
	char *hypothesis; /* may hold several lines; may be NULL */
	char **next_checks;
	uint32_t next_check_count;
	uint64_t impact_bytes;
	ra_node *evidence;
	uint32_t evidence_count;
	char **paths; /* representative paths in PHP syntax */
	uint32_t path_count;
	char signature[17]; /* stable key for baselines: hash of kind and of the path or class without
						   indices */
};

struct ra_findings {
	struct ra_finding *items;
	uint32_t count;
	uint32_t capacity;
	bool failed; /* out of memory: sticky */
};

/* Starts a finding; summary is a printf format. The pointer is valid until the next call. NULL: no
 * memory. */
struct ra_finding *ra_findings_add(struct ra_findings *findings, const char *kind,
	enum ra_severity severity, enum ra_confidence confidence, const char *summary, ...)
	__attribute__((format(printf, 5, 6)));
void ra_finding_hypothesis(struct ra_finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* appends a line */
void ra_finding_next(struct ra_finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void ra_finding_evidence(struct ra_finding *finding, ra_node node);
void ra_finding_path(struct ra_finding *finding, const char *path);
void ra_findings_done(struct ra_findings *findings);

enum ra_pass_needs {
	RA_NEEDS_NODES = 0,
	RA_NEEDS_MEASURES = 1
};

struct ra_pass {
	const char *name;
	enum ra_pass_needs needs;
	void (*run)(struct ra_snapshot *snapshot, struct ra_findings *findings);
};

/* Runs all passes, applies the suppression rules, sorts. A pass that fails contributes nothing. */
bool ra_findings_collect(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_error *err);

#endif
