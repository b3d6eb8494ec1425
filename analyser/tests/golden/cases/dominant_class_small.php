<?php
/* The one class of a small process is no alarm.
 *
 * @expect dominant_class low
 * @fact count = 320
 * @absent suspended_frames
 */
class Only
{
    public $value = 1;
}

$objects = [];
for ($i = 0; $i < 320; $i++) {
    $objects[] = new Only();
}
rdump_dump($argv[1]);
