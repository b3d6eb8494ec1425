<?php
// loads: gmp
require __DIR__ . '/lib.php';

for ($i = 0; $i < 3000 * TIMES; $i++) {
    $number = gmp_pow($i + 2, 1000);
    $number->note = payload($i);
    $objs[] = [$number, gmp_strval($number)];
}
unset($number);
probe($argv[1], $base);
