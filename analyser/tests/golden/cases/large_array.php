<?php
/* A list of 20,000 strings: what it holds and the table itself. A smaller list is low.
 *
 * @php-version >= 8.2
 * @expect large_array medium
 * @summary ^[\d.]+ MB retained \(table: 512\.01 KB\), 20,000 elements — <main>:\d+::\$names$
 * @fact element_count = 20000
 * @fact table_size = 524296
 * @fact owner_path ~ ^<main>:\d+::\$names$
 * @impact >= 1300000
 * @expect large_array low
 * @fact element_count = 300
 */
$names = [];
for ($i = 0; $i < 20000; $i++) {
    $names[] = 'name number ' . $i;
}
$few = [];
for ($i = 0; $i < 300; $i++) {
    $few[] = 'some other name ' . $i;
}
rdump_dump($argv[1]);
