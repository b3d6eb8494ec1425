<?php
/* A peak at more than 95 % of the limit.
 *
 * @expect near_memory_limit high
 * @summary ^Peak usage is 9\d\.\d% of memory_limit — only [\d.]+ KB headroom$
 * @fact usage_percentage >= 95
 * @fact headroom <= 1048576
 */
$text = str_repeat('x', 20 << 20);
ini_set('memory_limit', (string) (memory_get_peak_usage(true) + 500000));
rdump_dump($argv[1]);
