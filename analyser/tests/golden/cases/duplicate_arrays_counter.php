<?php
/* Arrays that differ only deep inside, and one array that is held two thousand times, which is no copy.
 *
 * @expect class_ranking info
 * @absent duplicate_arrays
 */
$different = $shared = [];
$one = array_fill(0, 20, 'x');
for ($i = 0; $i < 2000; $i++) {
    $different[] = ['mode' => 1, 'hosts' => ['a' => [1, ['b' => $i]]]];
    $shared[] = $one;
}
$object = new stdClass;
rdump_dump($argv[1]);
