<?php
/* Two classes with about the same memory, and a third: none dominates. Their numbers differ, so they are no
 * companions either.
 *
 * @expect class_ranking info
 * @fact class_name = "Wide"
 * @fact count = 2000
 * @absent dominant_class
 * @absent companion_cluster
 */
class Wide
{
    public $a, $b, $c, $d;
}

class Narrow
{
    public $a;
}

$objects = [];
for ($i = 0; $i < 5700; $i++) {
    $objects[] = $i < 2000 ? new Wide() : new Narrow();
}
for ($i = 0; $i < 50; $i++) {
    $objects[] = new ArrayObject();
}
rdump_dump($argv[1]);
