<?php
/* A result that nobody uses lies on the C stack: what the function has built so far is found there.
 *
 * @expect bottleneck_path
 * @summary ^(result of|under construction in) array_map\(\) in <main> result_unused\.php:15 \(
 * @absent gc_pending
 * @absent refcount_surplus
 * @absent bottleneck_path guess
 */
final class Row { public function __construct(public string $text) {} }

$dump = $argv[1];
$numbers = range(1, 20000);

array_map(function (int $i) use ($dump) {
    if ($i === 20000) {
        rdump_dump($dump);
    }
    return new Row(str_repeat('x', 100) . $i);
}, $numbers);
