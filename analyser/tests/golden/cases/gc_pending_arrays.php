<?php
/* Arrays that contain themselves, without any object: only the collector's buffer knows them, which owns
 * nothing. The case measures what collecting frees.
 *
 * @expect gc_pending medium
 * @summary ^\d[\d,]+ values \(.*gc_collect_cycles\(\) would free
 * @absent bottleneck_path static_data
 * @absent held_out_of_sight
 */
gc_disable();
for ($i = 0; $i < 3000; $i++) {
    $list = [$i, str_repeat('s', 300) . $i];
    $list[] = &$list;
    unset($list);
}
rdump_dump($argv[1]);
$before = memory_get_usage();
gc_collect_cycles();
$freed = $before - memory_get_usage();
echo "\n@expect gc_pending\n@fact collectable_size >= ", $freed * 0.98, "\n@fact collectable_size <= ", $freed * 1.02, "\n";
