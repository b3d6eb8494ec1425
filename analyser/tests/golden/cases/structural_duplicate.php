<?php
/* A thousand objects with only ten different values.
 *
 * @expect structural_duplicate low
 * @summary ^Money: 1,000 identical shapes x 80 B = 78\.13 KB \(saving: 108\.28 KB; 10 different values\)$
 * @fact count = 1000
 * @fact distinct_values = 10
 * @fact most_frequent_count = 100
 * @fact properties = "amount,currency"
 * @fact theoretical_saving = 110880
 * @confidence medium
 */
class Money
{
    public $amount;
    public $currency;
}

$prices = [];
for ($i = 0; $i < 1000; $i++) {
    $money = new Money();
    $money->amount = $i % 10;
    $money->currency = strtoupper('eur');
    $prices[] = $money;
}
unset($money);
rdump_dump($argv[1]);
