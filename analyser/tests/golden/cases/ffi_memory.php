<?php
/* C values: the memory that FFI::new() takes belongs to its object, also where another points into it.
 *
 * @php -d extension=ffi -d ffi.enable=1
 * @requires ffi
 * @expect overview info
 * @fact analyzed_percentage >= 99
 * @expect class_ranking
 * @fact class_name = "FFI\\CData"
 * @fact count = 200
 * @absent type_ranking ^Unknown: ([0-9]{3}.*KB|.*MB)
 */
$values = [];
for ($i = 0; $i < 100; $i++) {
    $values[] = $value = FFI::new('char[20000]');
    $values[] = FFI::addr($value);
}
rdump_dump($argv[1]);
