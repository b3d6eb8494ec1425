<?php
// loads: ds  exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $vector = new Ds\Vector;
    $vector->push(new Ds\Set([payload($i), $i]));
    $deque = new Ds\Deque([payload($i), $vector]);
    $stack = new Ds\Stack([payload($i)]);
    $queue = new Ds\Queue([payload($i)]);
    $priority = new Ds\PriorityQueue;
    $priority->push(payload($i), 3);
    $map = new Ds\Map(['v' => $vector, 'd' => $deque]);
    $map->put($vector, payload($i));
    $objs[] = [$map, $stack, $queue, $priority, new Ds\Pair(payload($i), 2), $map->keys()];
}
unset($vector, $deque, $stack, $queue, $priority, $map);
probe($argv[1], $base);
