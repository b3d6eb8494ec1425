<?php
// loads: pcov  settings: pcov.enabled=1
require __DIR__ . '/lib.php';

pcov\start();
for ($i = 0; $i < 2500 * TIMES; $i++) {
    $objs[] = [payload($i)];
}
pcov\stop();
$objs[] = pcov\collect();
probe($argv[1], $base);
