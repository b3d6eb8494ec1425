<?php
/* A third of the slots in use is no waste worth a finding; neither is a small emptied table.
 *
 * @expect overview info
 * @absent sparse_array
 */
$third = [];
for ($i = 0; $i < 16384; $i++) {
    $third['k' . $i] = $i;
}
for ($i = 0; $i < 16384; $i++) {
    if ($i % 3 !== 0) {
        unset($third['k' . $i]);
    }
}
$small = range(1, 500);
array_splice($small, 3);
rdump_dump($argv[1]);
