<?php
/* Three objects in a ring are a cycle, but not a micro one.
 *
 * @expect cycle_cluster low
 * @summary ^1 identical cycle \(1 class,
 * @fact composition = "3x Ring"
 * @absent micro_cycle
 */
class Ring
{
    public $next;
}

$a = new Ring();
$a->next = new Ring();
$a->next->next = new Ring();
$a->next->next->next = $a;
rdump_dump($argv[1]);
