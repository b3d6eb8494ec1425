<?php
/* A cast to array and foreach make tables too, but only of declared properties.
 *
 * @expect class_ranking info
 * @absent dynamic_properties_overhead
 */
class Row
{
    public $id;
    public $name;
}

$rows = [];
for ($i = 0; $i < 500; $i++) {
    $row = new Row();
    $row->id = $i;
    foreach ($row as $name => &$value) {
        $value = $value;
    }
    unset($value);
    $rows[] = $row;
}
unset($row);
rdump_dump($argv[1]);
