<?php
// exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 700 * TIMES; $i++) {
    $date = new DateTimeImmutable("2020-01-01 +$i days", new DateTimeZone('Europe/Berlin'));
    $objs[] = [$date, $date->diff(new DateTime), new DateTimeZone('+02:00'), new DatePeriod($date, new DateInterval('P1D'), 5),
        DateTime::createFromFormat('U', (string) $i), payload($i)];
}
unset($date);
probe($argv[1], $base);
