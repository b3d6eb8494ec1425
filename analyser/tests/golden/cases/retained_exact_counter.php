<?php
/* Cycles do not make sizes approximate: they are counted.
 *
 * @expect retained_exact info
 * @summary ^2 cycles \(4 nodes\) — retained size is exact$
 * @fact scc_count = 2
 * @fact total_scc_nodes = 4
 * @absent retained_approximate
 */
class Node
{
    public $peer;
}

$list = [];
for ($i = 0; $i < 2; $i++) {
    $a = new Node();
    $a->peer = new Node();
    $a->peer->peer = $a;
    $list[] = $a;
}
unset($a);
rdump_dump($argv[1]);
