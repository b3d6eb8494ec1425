/* See finding_kind.h. */
#include "findings/finding_kind.h"

#include <stddef.h>
#include <string.h>

#define TABLED    RA_KIND_TABLED
#define STATE     RA_KIND_STATE
#define HEAD      RA_KIND_HEAD
#define ALLOCATOR RA_KIND_ALLOCATOR
#define FOREIGN   RA_KIND_FOREIGN

static const struct ra_finding_kind kinds[] = {
	/* the whole heap */
	{"overview", TABLED | STATE | HEAD, {NULL}},
	{"near_memory_limit", ALLOCATOR, {NULL}},
	{"coverage_gap", TABLED | STATE | HEAD, {NULL}},
	{"unclaimed_slots", 0, {"where"}},
	{"call_stack", TABLED | STATE | HEAD, {NULL}},
	{"suspended_frames", 0, {"function"}},
	{"growing_container", 0, {"owner_path"}},
	{"refcount_surplus", 0, {"type", "class_name", "owner_path"}},
	{"refcount_state", STATE, {NULL}},
	/* types and classes */
	{"type_ranking", TABLED | STATE, {NULL}},
	{"class_ranking", TABLED | STATE, {NULL}},
	{"dominant_type", 0, {NULL}},
	{"dominant_class", 0, {NULL}},
	{"companion_cluster", 0, {"classes"}},
	/* where it hangs */
	{"bottleneck_path", 0, {"summary_path"}},
	{"choke_point", 0, {"path"}},
	{"large_array", TABLED, {"owner_path"}},
	{"large_string", TABLED, {"owner_path"}},
	{"sparse_array", TABLED, {"owner_path"}},
	{"root_blame", TABLED, {NULL}},
	{"retained_exact", STATE, {NULL}},
	{"retained_approximate", STATE, {NULL}},
	/* cycles and garbage */
	{"cycle_cluster", 0, {"composition"}},
	{"micro_cycle", 0, {"composition"}},
	{"di_container_cycle", 0, {"composition"}},
	{"resource_leak_risk", 0, {"resource_class", "scc_signature"}},
	{"gc_pending", 0, {NULL}},
	{"stuck_cycle", 0, {NULL}},
	{"held_out_of_sight", 0, {NULL}},
	/* objects and properties */
	{"property_scaling", 0, {NULL}},
	{"expensive_property", 0, {"class_name", "property_name"}},
	{"ownership_pattern", 0, {"owned_class"}},
	{"dynamic_properties_overhead", 0, {NULL}},
	{"structural_duplicate", 0, {"class_name", "properties"}},
	{"empty_object", 0, {NULL}},
	{"known_keeper", 0, {"keeper"}},
	/* sharing and duplicates */
	{"shared_singleton", 0, {"link_name", "source_class", "target_class"}},
	{"shared_fanin", 0, {"link_name"}},
	{"dedup_candidate", 0, {"link_name", "source_class", "target_class"}},
	{"duplicate_arrays", 0, {"owner_path"}},
	{"duplicate_strings", 0, {"sample", "owner_path"}},
	{"duplicate_strings_state", STATE, {NULL}},
	{"string_slot_waste", 0, {"pattern", "owner_path"}},
	/* the allocator */
	{"zendmm_unused", STATE | ALLOCATOR, {NULL}},
	{"zendmm_free_slots", ALLOCATOR, {NULL}},
	{"zendmm_returnable", ALLOCATOR, {NULL}},
	{"zendmm_cache_bloat", ALLOCATOR, {NULL}},
	{"zendmm_cache_expansion_imminent", ALLOCATOR, {NULL}},
	{"zendmm_chunks_pinned_by_fragmentation", ALLOCATOR, {NULL}},
	{"zendmm_heap_fragmentation_high", ALLOCATOR, {NULL}},
	{"zendmm_chunk_heuristic_state", STATE | ALLOCATOR, {NULL}},
	{"zendmm_chunk_fragmentation_state", STATE | ALLOCATOR, {NULL}},
	{"bin_histogram_overview", STATE | ALLOCATOR, {NULL}},
	{"bin_histogram_entry", TABLED | STATE | ALLOCATOR, {"bin_size"}},
	{"classes_outside", 0, {NULL}},
	{"shared_cache", 0, {NULL}},
	/* of reports that reli saved */
	{"bin_periodic_group", STATE | ALLOCATOR | FOREIGN, {NULL}},
	{"bin_periodic_orphan", STATE | ALLOCATOR | FOREIGN, {NULL}},
	{"bin_periodic_reachable", STATE | ALLOCATOR | FOREIGN, {NULL}},
	{"bin_shape_count", STATE | ALLOCATOR | FOREIGN, {NULL}},
	{"bin_shape_unclassified", STATE | ALLOCATOR | FOREIGN, {NULL}},
};

enum {
	COUNT = sizeof(kinds) / sizeof(kinds[0])
};

const struct ra_finding_kind *ra_finding_kind(const char *name)
{
	for (size_t i = 0; i < COUNT; i++) {
		if (strcmp(kinds[i].name, name) == 0) {
			return &kinds[i];
		}
	}
	return NULL;
}

const struct ra_finding_kind *ra_finding_kind_at(uint32_t index)
{
	return index < COUNT ? &kinds[index] : NULL;
}
