<?php
/* Objects that are all on the heap.
 *
 * @absent classes_outside
 */
for ($i = 0; $i < 40; $i++) {
    $list[] = [new DateTime, new ArrayObject([1]), new stdClass];
}
rdump_dump($argv[1]);
