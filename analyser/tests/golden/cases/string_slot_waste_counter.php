<?php
/* Rounding to the next slot is not waste: no slot would fit better.
 *
 * @expect overview info
 * @absent string_slot_waste
 */
$texts = [];
for ($i = 0; $i < 5000; $i++) {
    $texts[] = str_repeat('r', 232 + $i % 3) . $i;
}
rdump_dump($argv[1]);
