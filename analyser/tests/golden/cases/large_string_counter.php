<?php
/* Strings below 10 KB are not worth a line, however many there are.
 *
 * @expect bin_histogram_overview info
 * @absent large_string
 */
$texts = [];
for ($i = 0; $i < 500; $i++) {
    $texts[] = str_repeat(chr(97 + $i % 26), 9000) . $i;
}
rdump_dump($argv[1]);
