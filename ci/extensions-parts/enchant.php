<?php
// loads: enchant pspell odbc
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $broker = enchant_broker_init();
    $objs[] = [$broker, payload($i, 4000)];
}
unset($broker);
probe($argv[1], $base);
