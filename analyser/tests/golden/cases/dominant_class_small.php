<?php
/* The one class of a small process is no alarm.
 *
 * @expect dominant_class low
 * @fact count = 3
 * @absent suspended_frames
 */
class Only
{
}

$objects = [new Only(), new Only(), new Only()];
rdump_dump($argv[1]);
