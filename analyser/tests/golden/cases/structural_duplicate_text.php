<?php
/* Objects that differ in nothing but the text of a string, deep in an array, or of a key. Between them some that are equal.
 *
 * @expect structural_duplicate info
 * @summary ^Place: 1,200 identical shapes x 80 B = .* \(.*; 1,102 different values\)$
 * @fact count = 1200
 * @fact examined_count = 1200
 * @fact distinct_values = 1102
 * @fact most_frequent_count = 50
 */
class Place
{
    public $lines;
    public $country = 'NL';
}

$places = [];
for ($i = 0; $i < 1200; $i++) {
    $place = new Place();
    if ($i % 12 == 5) { // fifty of one value, fifty of another
        $place->lines = ['street' => ['name' => 'Kade ' . str_pad($i % 24 == 5 ? '5' : '6', 4, '0', STR_PAD_LEFT)]];
    } elseif ($i % 2) {
        $place->lines = ['street' => ['name' => 'Laan ' . str_pad((string) $i, 4, '0', STR_PAD_LEFT)]];
    } else {
        $place->lines = ['street' => ['n' . str_pad((string) $i, 8, '0', STR_PAD_LEFT) => 'Dijk ' . rtrim('0001 ')]];
    }
    $places[] = $place;
}
unset($place);
rdump_dump($argv[1]);
