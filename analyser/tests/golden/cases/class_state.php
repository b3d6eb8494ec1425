<?php
/* What extensions keep for their objects is of their class: elements in the object's own structures, and buffers that
 * only the object leads to. What several objects share is nobody's.
 *
 * @expect class_ranking
 * @fact class_name = "SplFixedArray"
 * @fact rank = 1
 * @fact count = 1
 * @fact memory_bytes >= 3200000
 * @fact state_bytes >= 3200000
 * @summary ^#1 SplFixedArray: 1 instance x 3\.05 MB \(3\.05 MB\)$
 * @expect class_ranking
 * @fact class_name = "DeflateContext"
 * @fact rank = 2
 * @fact count = 4
 * @fact memory_bytes >= 1000000
 * @expect class_ranking
 * @fact class_name = "Plain"
 * @fact memory_bytes = 144
 * @fact state_bytes = 0
 * @expect dominant_class low
 * @fact class_name = "SplFixedArray"
 * @requires zlib
 * @php-version >= 8.0
 */
class Plain
{
    public $one;
    public $rows;
}

$fixed = new SplFixedArray(200000);
$rows = range(1, 50000);
for ($i = 0; $i < 4; $i++) {
    $contexts[] = deflate_init(ZLIB_ENCODING_GZIP);
}
$plain = [new Plain, new Plain];
foreach ($plain as $object) {
    $object->rows = $rows;
}
rdump_dump($argv[1]);
