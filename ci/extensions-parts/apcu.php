<?php
// loads: apcu  settings: apc.enable_cli=1
require __DIR__ . '/lib.php';

for ($i = 0; $i < 2500 * TIMES; $i++) {
    apcu_store("key$i", payload($i));
    $objs[] = payload($i);
}
$objs[] = new APCUIterator('/^key/');
foreach (end($objs) as $key => $value) {
    break;
}
unset($key, $value);
probe($argv[1], $base);
