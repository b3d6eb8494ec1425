<?php
/* sprintf() works in a buffer of 240 bytes and keeps it.
 *
 * @expect string_slot_waste medium
 * @summary ^5,000 short numbers in 320-byte slots: 1\.3\d MB lost
 * @fact slot_bytes = 320
 * @fact count = 5000
 * @fact owner_path ~ \$prices\[\*\]$
 */
$prices = [];
for ($i = 0; $i < 5000; $i++) {
    $prices[] = sprintf('%08.2f', $i / 7);
}
rdump_dump($argv[1]);
