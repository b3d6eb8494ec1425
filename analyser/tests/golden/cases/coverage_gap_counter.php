<?php
/* Values of every kind, all of them known: less than one part in a thousand is left over.
 *
 * @expect overview info
 * @fact analyzed_percentage >= 99.5
 * @fact analyzed_percentage <= 100
 * @absent coverage_gap
 */
class Node
{
    public $next;
    public $list = [];
    public $text;
}

$last = null;
for ($i = 0; $i < 2000; $i++) {
    $node = new Node();
    $node->next = $last;
    $node->list = [$i, 'key' . $i => $i, [$i]];
    $node->text = 'node ' . $i;
    $last = $node;
}
$closure = function () use ($last) {
    yield $last;
};
$generator = $closure();
$generator->current();
$fixed = new SplFixedArray(100);
$dates = [new DateTime('2026-01-01'), new DateTimeZone('Europe/Berlin')];
rdump_dump($argv[1]);
