<?php
/* Many chunks, each held by a string or two; the empty runs of slots have been given back as pages.
 *
 * @expect zendmm_chunks_pinned_by_fragmentation medium
 * @fact chunks_mostly_empty_count >= 4
 * @expect zendmm_heap_fragmentation_high medium
 * @fact chunks_total_free_bytes >= 10000000
 * @expect zendmm_chunk_fragmentation_state info
 * @expect zendmm_chunk_heuristic_state info
 * @fact chunks_count >= 5
 */
$kept = [];
$gone = [];
for ($i = 0; $i < 24000; $i++) {
    $text = str_repeat('f', 900) . $i;
    if ($i % 1000 === 0) {
        $kept[] = $text;
    } else {
        $gone[] = $text;
    }
}
$text = null;
$gone = null;
gc_mem_caches();
rdump_dump($argv[1]);
