<?php
// loads: igbinary msgpack memcached  server: memcached
require __DIR__ . '/lib.php';

for ($i = 0; $i < 1500 * TIMES; $i++) {
    $memcached = new Memcached;
    $memcached->addServer(getenv('MEMCACHED_SOCKET'), 0);
    $memcached->set("k$i", payload($i));
    $memcached->setOption(Memcached::OPT_PREFIX_KEY, "p$i");
    $objs[] = [$memcached, $memcached->get("k$i"), payload($i)];
}
unset($memcached);
probe($argv[1], $base);
