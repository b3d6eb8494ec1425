<?php
/* A storage of objects that has let go of nearly all of them.
 *
 * @expect sparse_array medium
 * @fact element_count = 3
 * @fact owner_path ~ \$storage$
 */
$storage = new SplObjectStorage;
$objects = [];
for ($i = 0; $i < 10000; $i++) {
    $storage->attach($objects[] = new stdClass);
}
for ($i = 3; $i < 10000; $i++) {
    $storage->detach($objects[$i]);
}
unset($objects);
rdump_dump($argv[1]);
