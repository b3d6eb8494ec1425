<?php
/* The same shape, but every object is different: shape alone proves nothing.
 *
 * @expect class_ranking info
 * @absent structural_duplicate
 */
class Money
{
    public $amount;
    public $currency = 'EUR';
}

$prices = [];
for ($i = 0; $i < 1000; $i++) {
    $money = new Money();
    $money->amount = $i;
    $prices[] = $money;
}
unset($money);
rdump_dump($argv[1]);
