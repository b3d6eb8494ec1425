<?php
/* Forty are too few; an internal object without PHP properties has a state of its own; a property that
 * is null is a property.
 *
 * @expect class_ranking info
 * @absent empty_object
 */
class Marker
{
}

class Slot
{
    public $value;
}

$list = [];
for ($i = 0; $i < 400; $i++) {
    $list[] = new SplObjectStorage();
    $list[] = function () {
    };
    $list[] = new Slot();
}
for ($i = 0; $i < 40; $i++) {
    $list[] = new Marker();
}
rdump_dump($argv[1]);
