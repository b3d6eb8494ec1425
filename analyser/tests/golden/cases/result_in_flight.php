<?php
/* The result that an internal function is building belongs to the line that called it, whether it is
 * assigned or not, and its objects are alive.
 *
 * @expect bottleneck_path
 * @summary ^result of array_map\(\) in rows\(\) result_in_flight\.php:18 \(
 * @fact summary_path ~ ^result of array_map\(\)
 * @expect large_array
 * @fact owner_path ~ ^result of array_map\(\) in rows\(\)
 * @absent gc_pending
 * @absent refcount_surplus
 * @absent unclaimed_slots
 */
final class Row { public function __construct(public string $text) {} }

function rows(string $dump): array
{
    return array_map(function (int $i) use ($dump) {
        if ($i === 20000) {
            rdump_dump($dump);
        }
        return new Row(str_repeat('x', 100) . $i);
    }, range(1, 20000));
}

rows($argv[1]);
