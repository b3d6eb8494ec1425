<?php
/* Objects that keep their state out of PHP's sight: all of it is found, next to nothing by guess.
 *
 * @expect overview info
 * @fact analyzed_percentage >= 99.9
 * @fact analyzed_percentage <= 100
 * @absent coverage_gap
 * @absent type_ranking ^Unknown: ([0-9]{2,}\.[0-9]+ KB|.*MB)
 * @expect class_ranking
 * @fact class_name = "SplObjectStorage"
 * @fact count = 100
 * @expect class_ranking
 * @fact class_name = "SplFixedArray"
 * @fact count = 100
 * @expect class_ranking
 * @fact class_name = "DatePeriod"
 * @fact count = 100
 */
$hold = [];
for ($i = 0; $i < 100; $i++) {
    $storage = new SplObjectStorage();
    $fixed = new SplFixedArray(20);
    $list = new SplQueue();
    $heap = new SplPriorityQueue();
    for ($k = 0; $k < 20; $k++) {
        $storage[new stdClass()] = str_repeat("attached $i", $k);
        $fixed[$k] = str_repeat("fixed $i", $k);
        $list->push(str_repeat("list $i", $k));
        $heap->insert(str_repeat("heap $i", $k), $k);
    }
    $hold[] = [$storage, $fixed, $list, $heap];
    $hold[] = new ArrayObject(['array object ' . $i]);
    $hold[] = new LimitIterator(new ArrayIterator([1, 2, 'limit ' . $i]), 1);
    $hold[] = new RecursiveIteratorIterator(new RecursiveArrayIterator([1, [2, 'deep ' . $i]]));
    $both = new MultipleIterator();
    $both->attachIterator(new ArrayIterator(['both ' . $i]));
    $hold[] = $both;
    $hold[] = new CallbackFilterIterator(new ArrayIterator([$i]), function ($value) use ($i) {
        return $value === $i;
    });
    $hold[] = new DateTime('2020-01-01 12:00', new DateTimeZone('Europe/Rome'));
    $hold[] = new DatePeriod(new DateTime('2020-01-01'), new DateInterval('P1D'), 5);
    $hold[] = new SplFileObject(__FILE__);
    $memory = fopen('php://memory', 'w+');
    fwrite($memory, str_repeat("memory $i", 100));
    $temporary = fopen('php://temp', 'w+');
    fwrite($temporary, str_repeat("temporary $i", 100));
    $hold[] = [$memory, $temporary, stream_context_create(['http' => ['header' => "X-Number: $i"]])];
}
ob_start(function ($text) {
    return $text;
});
echo str_repeat('buffered', 5000);
rdump_dump($argv[1]);
ob_end_clean();
