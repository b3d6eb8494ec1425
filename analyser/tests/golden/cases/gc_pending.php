<?php
/* Cycles that nothing reaches any more, with what they hold; the collector is off.
 *
 * @expect gc_pending medium
 * @summary ^200 objects \([\d.]+ KB\) reachable only via objects_store — gc_collect_cycles\(\) would free [\d.]+ KB$
 * @fact total_count = 200
 * @fact cycle_count = 100
 * @fact total_size >= 200000
 * @fact classes = {"Node":{"count":200,"size":16000}}
 * @hypothesis ^Classes: 200x Node\nThe cycle collector is disabled
 * @impact >= 200000
 */
class Node
{
    public $peer;
    public $text;
}

gc_disable();
function knot($i)
{
    $a = new Node();
    $a->peer = new Node();
    $a->peer->peer = $a;
    $a->text = str_repeat('t', 2000) . $i;
}

for ($i = 0; $i < 100; $i++) {
    knot($i);
}
rdump_dump($argv[1]);
