<?php
/* A hundred small arrays are no large one.
 *
 * @expect overview info
 * @absent large_array \$small
 */
$small = [];
for ($i = 0; $i < 20; $i++) {
    $small[] = ['id' => $i, 'name' => 'n' . $i];
}
rdump_dump($argv[1]);
