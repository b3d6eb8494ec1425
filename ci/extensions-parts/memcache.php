<?php
// loads: memcache  server: memcached  keeps: connections stay open
require __DIR__ . '/lib.php';

for ($i = 0; $i < 400 * TIMES; $i++) {
    $cache = new MemcachePool;
    $cache->addServer('unix://' . getenv('MEMCACHED_SOCKET'), 0);
    $cache->setFailureCallback(fn() => strlen(payload($i)));
    $cache->set("k$i", [payload($i)]);
    $objs[] = [$cache, $cache->get("k$i"), payload($i, 2000)];
}
unset($cache);
probe($argv[1], $base);
