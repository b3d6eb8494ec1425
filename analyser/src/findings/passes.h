/* The passes: each has a file of its own in this folder and a row in the table of findings.c.
 * A pass reads the snapshot, adds findings, and keeps nothing. */
#ifndef RA_PASSES_H
#define RA_PASSES_H

#include "findings/finding.h"
#include "graph/tally.h"
#include "walk/snapshot.h"

void ra_find_overview(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_types(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_classes(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_companions(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_zendmm(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_bins(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_outside(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_shared_cache(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_call_stack(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_suspended(struct ra_snapshot *snapshot, struct ra_findings *findings);

void ra_find_strings(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_sparse_arrays(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_unclaimed(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_refcount(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_growing(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_bottleneck(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_choke_points(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_large_arrays(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_root_blame(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_retained(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_cycles(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_leak_risks(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_gc_pending(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_dynamic_properties(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_property_scaling(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_properties(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_ownership(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_sharing(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_dedup(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_duplicate_arrays(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_known_keepers(struct ra_snapshot *snapshot, struct ra_findings *findings);
/* What it can do before there are measures; ra_find_shapes() takes it from there. */
void ra_begin_shapes(struct ra_snapshot *snapshot, struct ra_findings *findings);
void ra_find_shapes(struct ra_snapshot *snapshot, struct ra_findings *findings);

#endif
