<?php
/* The end of the path is one of three strings: the path of the list is the summary, the string's the
 * example of a leaf. The key needs quotes and escapes.
 *
 * @expect bottleneck_path high
 * @summary ^<main>:\d+::\$cache\['it\\'s'\] \(
 * @fact leaf_path ~ ^<main>:\d+::\$cache\['it\\'s'\]\[1\]$
 * @hypothesis Leaf example: <main>:\d+::\$cache
 */
$cache = ["it's" => []];
for ($i = 0; $i < 3; $i++) {
    $cache["it's"][] = str_repeat(chr(65 + $i), 300000 + ($i === 1 ? 100000 : 0));
}
rdump_dump($argv[1]);
