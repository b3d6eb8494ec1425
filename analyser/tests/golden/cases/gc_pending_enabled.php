<?php
/* The collector is on but has not reached its threshold.
 *
 * @expect gc_pending low
 * @fact total_count = 2
 * @hypothesis The cycle collector is enabled and runs at 10,00[01] possible roots; it has \d+ now and has run 0 times
 */
class Node
{
    public $peer;
}

function knot()
{
    $a = new Node();
    $a->peer = new Node();
    $a->peer->peer = $a;
}

knot();
rdump_dump($argv[1]);
