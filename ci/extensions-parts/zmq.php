<?php
// loads: zmq
require __DIR__ . '/lib.php';

class Socket extends ZMQSocket
{
    public string $pay = '';
}

$context = new ZMQContext;
for ($i = 0; $i < 200 * TIMES; $i++) {
    $socket = new Socket($context, ZMQ::SOCKET_REQ, $i % 2 ? "p$i" : null, function ($socket, $id) use ($i) {
        $socket->pay = payload($i, 5000);
    });
    $poll = new ZMQPoll;
    $poll->add($socket, ZMQ::POLL_IN);
    $objs[] = [$socket, $poll];
}
$objs[] = $context;
unset($socket, $poll, $context);
probe($argv[1], $base);
