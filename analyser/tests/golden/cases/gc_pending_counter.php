<?php
/* Cycles that a variable reaches do not wait for the collector.
 *
 * @expect micro_cycle low
 * @absent gc_pending
 */
class Node
{
    public $peer;
}

$list = [];
for ($i = 0; $i < 100; $i++) {
    $a = new Node();
    $a->peer = new Node();
    $a->peer->peer = $a;
    $list[] = $a;
}
unset($a);
rdump_dump($argv[1]);
