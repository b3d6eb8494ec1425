<?php
// loads: tidy
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $tidy = new tidy;
    $tidy->parseString('<html><body><p>' . payload($i) . '</p></body></html>');
    $objs[] = [$tidy, $tidy->root(), $tidy->body()];
}
unset($tidy);
probe($argv[1], $base);
