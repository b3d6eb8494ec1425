<?php
/* Slots per size class.
 *
 * @expect bin_histogram_entry info
 * @fact bin_size = 1536
 * @fact count >= 1000
 * @fact total_bytes >= 1536000
 * @expect bin_histogram_overview info
 * @fact huge_count = 1
 */
$texts = [];
for ($i = 0; $i < 1000; $i++) {
    $texts[] = str_repeat('b', 1400) . $i;
}
$huge = str_repeat('h', 3 << 20);
rdump_dump($argv[1]);
