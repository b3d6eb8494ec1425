<?php
// loads: xdebug  settings: xdebug.mode=develop
require __DIR__ . '/lib.php';

function deep(int $level, array $given): array
{
    return $level ? deep($level - 1, $given) : [new Exception('x'), $given];
}

for ($i = 0; $i < 1000 * TIMES; $i++) {
    $objs[] = deep(5, [payload($i)]);
}
probe($argv[1], $base);
