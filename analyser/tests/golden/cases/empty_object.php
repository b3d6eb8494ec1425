<?php
/* Four hundred objects that hold nothing.
 *
 * @expect empty_object low
 * @summary ^Marker: 400 instances x 40 B, no properties \(15\.63 KB\)$
 * @fact count = 400
 * @fact each_size = 40
 * @fact total_size = 16000
 * @impact = 15960
 */
class Marker
{
}

$markers = [];
for ($i = 0; $i < 400; $i++) {
    $markers[] = new Marker();
}
rdump_dump($argv[1]);
