<?php
/* Large strings: one with text and a character of two bytes at the cut, one with binary data.
 *
 * @expect large_string medium
 * @summary ^200\.0\d KB — .*\$document: <html>\\nö.*\.\.\.$
 * @fact size >= 204800
 * @fact owner_path ~ \$document$
 * @expect large_string low
 * @summary \(binary\)$
 * @fact owner_path ~ 'blob'
 */
$document = "<html>\n" . str_repeat('ö', 102400);
$store = ['blob' => str_repeat("\x00\xFF\x01", 10000)];
rdump_dump($argv[1]);
