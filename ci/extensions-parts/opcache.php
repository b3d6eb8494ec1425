<?php
// loads: opcache  settings: opcache.enable_cli=1
require __DIR__ . '/lib.php';

for ($i = 0; $i < 2000 * TIMES; $i++) {
    $objs[] = [fn() => $i, payload($i)];
}
probe($argv[1], $base);
