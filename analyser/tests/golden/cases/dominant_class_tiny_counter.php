<?php
/* Three objects have most of next to nothing.
 *
 * @expect class_ranking info
 * @absent dominant_class
 */
class Only
{
}

$objects = [new Only(), new Only(), new Only()];
rdump_dump($argv[1]);
