<?php
// loads: igbinary redis  server: redis  exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 150 * TIMES; $i++) {
    $redis = new Redis;
    $redis->connect(getenv('REDIS_SOCKET'));
    $redis->setOption(Redis::OPT_PREFIX, "p$i:");
    $redis->set('k', payload($i));
    $redis->multi(Redis::PIPELINE);
    for ($k = 0; $k < 5; $k++) {
        $redis->set("k$k", payload($k));
        $redis->get("k$k");
    }
    $objs[] = $redis;
}
$array = new RedisArray([getenv('REDIS_SOCKET') . ':0', getenv('REDIS_SOCKET') . ':1']);
unset($redis, $array);
probe($argv[1], $base);
