<?php
/* The frames that asked are in the stack, also where the limit is reported when they are over: a
 * comparison below usort().
 *
 * @php -d memory_limit=16M -d rdump.oom_dump=DUMP
 * @expect call_stack
 * @summary ^Call stack: Sorter::compare:19( \(returned\))? -> usort\(\) -> Sorter::sort:25 -> <main>:31$
 * @expect bottleneck_path
 * @summary \$this->cache \(
 */
class Sorter
{
    private array $cache = [];

    public function compare($a, $b): int
    {
        /* what follows asks for more and more */

        $this->cache["$a-$b"] = [$a, $b];
        return $a <=> $b;
    }

    public function sort(array $rows): array
    {
        usort($rows, [$this, 'compare']);
        return $rows;
    }
}

$rows = range(50000, 1);
(new Sorter)->sort($rows);
