<?php
/* C code allocates memory and forgets it: nothing leads there.
 *
 * @php -d extension=ffi -d ffi.enable=1
 * @requires ffi
 * @expect coverage_gap warning
 * @summary ^Only \d\d\.\d% of heap analyzed — 4\d\d\.\d\d KB unaccounted$
 * @fact gap_bytes >= 400000
 * @fact analyzed_percentage <= 95
 * @expect unclaimed_slots info
 * @summary ^\d+ live blocks \(4\d\d\.\d\d KB\) that no known structure refers to: 20 x page run \(zeros\)
 * @fact total_bytes >= 400000
 */
for ($i = 0; $i < 20; $i++) {
    FFI::new('char[20000]', false);
}
for ($i = 0; $i < 100; $i++) {
    FFI::new('char[40]', false);
}
rdump_dump($argv[1]);
