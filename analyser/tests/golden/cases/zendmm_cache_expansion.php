<?php
/* The number of chunks swings around one boundary.
 *
 * @expect zendmm_cache_expansion_imminent warning
 * @fact last_chunks_delete_count >= 3
 */
for ($round = 0; $round < 4; $round++) {
    $block = str_repeat('a', 1900000);
    $other = str_repeat('b', 1900000);
    unset($block, $other);
}
rdump_dump($argv[1]);
