<?php
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $fixed = SplFixedArray::fromArray([payload($i), new stdClass]);
    $period = new DatePeriod(new DateTime('2020-01-01'), new DateInterval('P1D'), 3);
    $heap = new SplMinHeap;
    $heap->insert(payload($i));
    $list = new SplDoublyLinkedList;
    $list->push(payload($i));
    $item = [$fixed->getIterator(), $period->getIterator(), $heap, $list];
    $map = new WeakMap;
    $map[$fixed] = payload($i);
    $item[] = [$map, $map->getIterator(), $fixed];
    foreach ($item as $iterator) {
        if ($iterator instanceof Iterator && !$iterator instanceof SplHeap) {
            $iterator->rewind();
        }
    }
    $objs[] = $item;
}
unset($fixed, $period, $heap, $list, $item, $map, $iterator);
probe($argv[1], $base);
