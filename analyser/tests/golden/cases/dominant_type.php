<?php
/* Strings hold more than 80 % of the memory.
 *
 * @expect dominant_type high
 * @summary ^ZendString accounts for [89]\d\.\d% of heap
 * @fact type = "ZendStringMemoryLocation"
 * @fact percentage >= 80
 * @expect type_ranking info
 * @fact type = "ZendStringMemoryLocation"
 * @fact count >= 3000
 */
$texts = [];
for ($i = 0; $i < 3000; $i++) {
    $texts[] = str_repeat(chr(97 + $i % 26), 3000) . $i;
}
rdump_dump($argv[1]);
