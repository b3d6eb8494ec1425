<?php
/* A small process has free pages in its only chunk: that is no fragmentation.
 *
 * @expect zendmm_chunk_heuristic_state info
 * @fact chunks_count = 1
 * @absent zendmm_chunks_pinned_by_fragmentation
 * @absent zendmm_heap_fragmentation_high
 * @absent zendmm_cache_bloat
 * @absent zendmm_cache_expansion_imminent
 * @absent zendmm_free_slots
 */
rdump_dump($argv[1]);
