/* A finding and a list of them: plain data, made by passes (a file each) and turned into text or JSON
 * elsewhere. A finding is complete here: the outputs compute nothing. */
#ifndef RA_FINDING_H
#define RA_FINDING_H

#include <jansson.h>

#include "graph/graph.h"

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

const char *ra_severity_name(enum ra_severity severity);       /* "high", ... */
const char *ra_confidence_name(enum ra_confidence confidence); /* "high", ... */

enum {
	RA_SIGNATURE_TEXT = 17
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
	char signature[RA_SIGNATURE_TEXT]; /* stable key for baselines: see finding_key.h */
};

struct ra_findings {
	struct ra_finding *items;
	uint32_t count;
	bool failed; /* out of memory: sticky within a pass */
	void *begun; /* what a pass that begins before it can end found out so far; its own */
	const char **failed_passes; /* names of the passes that contributed nothing; static texts */
	uint32_t failed_pass_count;
};

/* Starts a finding; summary is a printf format. Text from the dump must be clean already
 * (format.h). The pointer is valid until the next call. NULL: no memory (noted in `failed`); every
 * function below accepts it. */
struct ra_finding *ra_findings_add(struct ra_findings *findings, const char *kind,
	enum ra_severity severity, enum ra_confidence confidence, const char *summary, ...)
	__attribute__((format(printf, 5, 6)));
void ra_finding_hypothesis(struct ra_finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* appends a line */
void ra_finding_next(struct ra_finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void ra_finding_evidence(struct ra_finding *finding, ra_node node);
void ra_finding_path(struct ra_finding *finding, const char *path);

/* Facts, in the order of the calls. Text may hold any bytes: it is made valid UTF-8. */
void ra_fact_int(struct ra_finding *finding, const char *name, uint64_t value);
void ra_fact_signed(struct ra_finding *finding, const char *name, int64_t value);
void ra_fact_real(struct ra_finding *finding, const char *name, double value, int decimals);
void ra_fact_text(struct ra_finding *finding, const char *name, const char *text); /* NULL: null */
void ra_fact_bool(struct ra_finding *finding, const char *name, bool value);
void ra_fact_set(struct ra_finding *finding, const char *name, json_t *value); /* takes value */

/* Facts of a finding that was made: 0 and "" where there is none. The text belongs to the
 * finding. */
uint64_t ra_fact_int_of(const struct ra_finding *finding, const char *name);
const char *ra_fact_text_of(const struct ra_finding *finding, const char *name);

/* The class that a finding without evidence is about; NULL: it is about none, or has evidence. */
const char *ra_finding_class(const struct ra_finding *finding);

/* The command line that goes on from it: "rdump holders FILE '#123'". NULL: neither value nor class is named, or no memory. Owned
 * by the caller. */
char *ra_finding_command(const struct ra_finding *finding);

bool ra_finding_is(const struct ra_finding *finding, const char *kind);
/* The first of a kind; NULL: there is none. */
const struct ra_finding *ra_findings_first(const struct ra_findings *findings, const char *kind);

/* A JSON string of any bytes, made valid UTF-8; NULL: no memory. */
json_t *ra_json_text(const char *text);

/* A pass that ran out of memory: takes back what it added since there were `before` findings, and
 * notes its name, a static text. `failed` stays set when there is no memory for that. */
void ra_findings_drop_pass(struct ra_findings *findings, const char *pass, uint32_t before);

/* Moves all of `from` to the end of the list, and what failed there; `from` is empty then. Without memory for it the list
 * has `failed` set. */
void ra_findings_append(struct ra_findings *findings, struct ra_findings *from);

void ra_findings_done(struct ra_findings *findings);
void ra_finding_done(struct ra_finding *finding); /* what one of them owns */

#endif
