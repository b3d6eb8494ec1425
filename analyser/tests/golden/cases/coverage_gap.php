<?php
/* The working copy of usort() again: nothing that the walk knows leads to its table.
 *
 * @expect coverage_gap warning
 * @fact gap_bytes >= 16000
 * @fact analyzed_percentage <= 95
 * @expect unclaimed_slots info
 * @fact total_bytes >= 16000
 */
$numbers = range(1, 1000);
$done = false;
usort($numbers, function ($a, $b) use (&$done, $argv) {
    if (!$done) {
        $done = true;
        rdump_dump($argv[1]);
    }
    return $a - $b;
});
