<?php
/* Pairs of objects that refer to one another, and an array that holds a reference to itself.
 *
 * @expect micro_cycle low
 * @summary ^30 micro-cycles: 2x Peer \(
 * @fact count = 30
 * @fact back_reference = "Peer::$other -> Peer"
 * @expect micro_cycle low
 * @summary ^1 micro-cycle: 1x array \+ 1x reference \(
 * @fact back_reference = "array[self] -> reference"
 * @absent cycle_cluster
 */
class Peer
{
    public $other;
}

$peers = [];
for ($i = 0; $i < 30; $i++) {
    $peer = new Peer();
    $peer->other = new Peer();
    $peer->other->other = $peer;
    $peers[] = $peer;
}
unset($peer);
$knot = ['name' => 'knot'];
$knot['self'] = &$knot;
rdump_dump($argv[1]);
