<?php
/* An array whose elements were taken out one by one, all of them.
 *
 * @expect sparse_array medium
 * @fact element_count = 0
 * @impact >= 2000000
 */
$emptied = [];
for ($i = 0; $i < 60000; $i++) {
    $emptied["key $i"] = $i;
}
foreach (array_keys($emptied) as $key) {
    unset($emptied[$key]);
}
rdump_dump($argv[1]);
