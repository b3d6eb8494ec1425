<?php
/* C code takes a reference to each of 200 strings and never gives it back. (The address of some may still
 * stand in free memory of the C heap; they are not accused.)
 *
 * @php -d extension=ffi -d ffi.enable=1
 * @requires ffi
 * @expect refcount_surplus low
 * @summary ^string: \d+ values \(1[\d.]+ KB\) with \d+ references that no PHP value accounts for$
 * @fact count >= 100
 * @fact type = "string"
 * @fact owner_path ~ \$names\[\*\]$
 * @expect refcount_state info
 * @fact missing_values <= 5
 * @fact surplus_references >= 200
 */
$ffi = FFI::cdef('uintptr_t memchr(const char *text, int byte, size_t length);');
$names = [];
for ($i = 0; $i < 200; $i++) {
    $names[$i] = str_repeat('n', 40) . $i;
    $place = $ffi->new('uintptr_t');
    $place->cdata = $ffi->memchr($names[$i], ord('n'), 40) - 24; /* the zend_string begins before its text */
    $count = FFI::cast('uint32_t *', $place);
    $count[0] = $count[0] + 1;
}
unset($place, $count, $ffi);
rdump_dump($argv[1]);
