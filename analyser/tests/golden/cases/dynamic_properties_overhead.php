<?php
/* A hash table for every row, though all have the same three properties.
 *
 * @php-version >= 7.3
 * @expect dynamic_properties_overhead low
 * @summary ^500 stdClass with dynamic properties: [\d.]+ KB structural, ~[\d.]+ KB avoidable \(376 B/object, 3\.0 props/object\)$
 * @fact class_name = "stdClass"
 * @fact count = 500
 * @fact property_count = 1500
 * @fact avg_properties_per_object = 3.0
 * @fact objects_with_unused_capacity = 500
 * @impact >= 160000
 */
$rows = [];
for ($i = 0; $i < 500; $i++) {
    $row = new stdClass();
    $row->id = $i;
    $row->name = 'name ' . $i;
    $row->active = true;
    $rows[] = $row;
}
unset($row);
rdump_dump($argv[1]);
