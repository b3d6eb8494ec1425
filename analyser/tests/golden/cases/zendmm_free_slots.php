<?php
/* Three of four blocks were freed here and there: their slots are free, their pages are not.
 *
 * @expect zendmm_free_slots medium
 * @fact free_slot_bytes >= 8000000
 * @fact empty_run_bytes <= 100000
 * @fact unexplained_bytes = 0
 * @summary of 320 B
 * @absent zendmm_returnable
 * @absent zendmm_heap_fragmentation_high
 */
$kept = [];
for ($i = 0; $i < 40000; $i++) {
    $kept[] = str_repeat('x', 280) . $i;
}
for ($i = 0; $i < 40000; $i++) {
    if ($i % 4) {
        unset($kept[$i]);
    }
}
$before = [memory_get_usage(true), memory_get_usage()];
rdump_dump($argv[1]);
$unused = $before[0] - $before[1];
echo "\n@expect zendmm_unused\n@fact free_slot_bytes <= $unused\n@fact free_slot_bytes >= ", (int) ($unused * 0.8), "\n";
