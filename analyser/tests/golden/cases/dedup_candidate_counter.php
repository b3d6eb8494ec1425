<?php
/* The texts have the same size, but all are different.
 *
 * @expect class_ranking info
 * @absent dedup_candidate
 */
class Part
{
    public $boundary;
}

$texts = [];
$parts = [];
for ($i = 0; $i < 300; $i++) {
    $text = str_repeat('boundary ', 50) . (1000 + $i);
    $texts[] = $text;
    $parts[] = $part = new Part();
    $part->boundary = $text;
}
unset($part, $text);
rdump_dump($argv[1]);
