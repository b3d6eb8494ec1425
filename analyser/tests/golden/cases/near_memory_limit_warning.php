<?php
/* Above 80 % it is a warning.
 *
 * @expect near_memory_limit warning
 * @fact usage_percentage >= 80
 * @fact usage_percentage <= 95
 */
$text = str_repeat('x', 16 << 20);
ini_set('memory_limit', (string) (int) (memory_get_peak_usage(true) / 0.87));
rdump_dump($argv[1]);
