<?php
// loads: bz2
require __DIR__ . '/lib.php';

for ($i = 0; $i < 150 * TIMES; $i++) {
    $stream = fopen('php://memory', 'w+');
    $filter = stream_filter_append($stream, 'bzip2.compress', STREAM_FILTER_WRITE, ['blocks' => 1]);
    fwrite($stream, payload($i));
    $objs[] = [$stream, $filter, bzcompress(payload($i)), payload($i)];
}
unset($stream, $filter);
probe($argv[1], $base);
