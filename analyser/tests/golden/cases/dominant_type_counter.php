<?php
/* Objects, strings and arrays in equal parts.
 *
 * @expect type_ranking info
 * @fact type = "ZendObjectMemoryLocation"
 * @absent dominant_type
 */
class Row
{
    public $a, $b, $c, $d, $e, $f, $g, $h;
    public $text;
    public $list;
}

$rows = [];
for ($i = 0; $i < 3000; $i++) {
    $row = new Row();
    $row->text = str_repeat('t', 180) . $i;
    $row->list = [$i, $i, $i, $i, $i, $i, $i, $i];
    $rows[] = $row;
}
rdump_dump($argv[1]);
