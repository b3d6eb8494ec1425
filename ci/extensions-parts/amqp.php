<?php
// loads: amqp
require __DIR__ . '/lib.php';

for ($i = 0; $i < 1000 * TIMES; $i++) {
    $connection = new AMQPConnection(['host' => 'localhost', 'login' => payload($i, 100)]);
    $envelope = new AMQPBasicProperties('text/plain', 'utf8', ['h' => payload($i)]);
    $objs[] = [$connection, $envelope, new AMQPTimestamp($i), new AMQPDecimal(1, $i), payload($i)];
}
unset($connection, $envelope);
probe($argv[1], $base);
