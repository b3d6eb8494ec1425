<?php
/* Cycles through the options of a stream context: the collector does not look into resources.
 *
 * @expect stuck_cycle medium
 * @fact total_count = 300
 * @fact through = "a resource"
 * @summary ^300 objects \([\d.]+ KB\) in cycles that the cycle collector cannot see
 * @absent gc_pending
 * @absent held_out_of_sight
 */
class Holder
{
    public $context;
    public $text;
}

gc_disable();
function knot(int $i): void
{
    $holder = new Holder;
    $holder->text = str_repeat('x', 1000) . $i;
    $holder->context = stream_context_create(['http' => ['holder' => $holder]]);
}
for ($i = 0; $i < 300; $i++) {
    knot($i);
}
rdump_dump($argv[1]);
