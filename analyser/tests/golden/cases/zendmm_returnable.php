<?php
/* A batch of rows was dropped: its pages are kept, slots and all, until gc_mem_caches().
 *
 * @expect zendmm_returnable medium
 * @fact returnable_bytes >= 10000000
 * @fact unexplained_bytes = 0
 * @absent zendmm_chunks_pinned_by_fragmentation
 */
$rows = [];
for ($i = 0; $i < 30000; $i++) {
    $rows[] = ['id' => $i, 'name' => "name $i", 'text' => str_repeat('x', 200) . $i];
}
$rows = null;
$before = memory_get_usage(true);
rdump_dump($argv[1]);
gc_mem_caches();
$returned = $before - memory_get_usage(true);
echo "\n@expect zendmm_returnable\n@fact returnable_bytes = $returned\n";
