<?php
// loads: gd
require __DIR__ . '/lib.php';

for ($i = 0; $i < 1800 * TIMES; $i++) {
    $objs[] = [imagecreatetruecolor(30, 30), payload($i)];
}
probe($argv[1], $base);
