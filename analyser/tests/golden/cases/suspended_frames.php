<?php
/* Generators that wait at two places, grouped by place.
 *
 * @expect suspended_frames low
 * @summary ^300 suspended Generators at rows:18: [\d.]+ KB$
 * @fact count = 300
 * @fact line = 18
 * @fact retained_bytes >= 300000
 * @expect suspended_frames low
 * @summary ^20 suspended Generators at numbers:23: [\d.]+ KB$
 * @absent gc_pending
 * @absent refcount_surplus
 */
function rows(int $number)
{
    $text = str_repeat('r', 1000) . $number;

    yield $text;
}

function numbers()
{
    yield 1;
    yield 2;
}

$open = [];
for ($i = 0; $i < 300; $i++) {
    $open[$i] = rows($i);
    $open[$i]->current();
}
for ($i = 0; $i < 20; $i++) {
    $numbers[$i] = numbers();
    $numbers[$i]->current();
}
rdump_dump($argv[1]);
