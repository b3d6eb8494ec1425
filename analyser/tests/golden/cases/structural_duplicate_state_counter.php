<?php
/* Objects that look equal and are not: what they extend has a state that PHP code does not see, and closures have bound
 * variables.
 *
 * @expect class_ranking info
 * @absent structural_duplicate
 * @absent dedup_candidate
 */
class Stamp extends DateTime
{
    public $label = 'at';
}
class Line
{
    public $at;
    public $callback;
}
$lines = $more = [];
for ($i = 0; $i < 2000; $i++) {
    $line = new Line;
    $line->at = new Stamp("2026-01-01 +$i minutes");
    $line->callback = function () use ($i) {
        return $i;
    };
    $lines[] = $line;
    $more[] = $line->at;
    $more[] = $line->callback;
}
rdump_dump($argv[1]);
