<?php
/* While usort() runs, its working copy of the array is known to its C code only: every string in it has
 * one reference more than PHP values account for.
 *
 * @expect refcount_surplus low
 * @summary ^string: [\d,]+ values
 * @fact type = "string"
 * @fact count >= 1900
 * @fact owner_path ~ \$names\[\*\]
 */
$names = [];
for ($i = 0; $i < 2000; $i++) {
    $names[] = 'name number ' . $i;
}
$done = false;
usort($names, function ($a, $b) use (&$done, $argv) {
    if (!$done) {
        $done = true;
        rdump_dump($argv[1]);
    }
    return strcmp($a, $b);
});
