<?php
/* A table of 16,384 slots with twelve elements left.
 *
 * @expect sparse_array medium
 * @summary table, 12/16,384 slots used \(0\.07%\) — .*\$sparse$
 * @fact element_count = 12
 * @fact capacity = 16384
 * @fact utilization_pct = 0.07
 * @fact tombstones >= 15000
 * @fact table_size >= 524288
 * @impact >= 500000
 */
$sparse = [];
for ($i = 0; $i < 16384; $i++) {
    $sparse['k' . $i] = $i;
}
for ($i = 0; $i < 16384; $i++) {
    if ($i % 1400 !== 0) {
        unset($sparse['k' . $i]);
    }
}
rdump_dump($argv[1]);
