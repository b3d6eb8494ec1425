<?php
/* The generator that asked has given its value when the limit is reported.
 *
 * @php -d memory_limit=16M -d rdump.oom_dump=DUMP
 * @expect call_stack
 * @summary ^Call stack: Source::rows:16( \(returned\))? -> consume:24 -> <main>:28$
 */
class Source
{
    private array $buffer = [];

    public function rows(): Generator
    {
        for ($i = 0; ; $i++) {
            /* the line that asks */
            $this->buffer["row $i"] = ["value $i"];
            yield $i;
        }
    }
}

function consume(iterable $rows): void
{
    foreach ($rows as $row) {
    }
}

consume((new Source)->rows());
