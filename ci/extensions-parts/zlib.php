<?php
// loads: zlib  exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 60 * TIMES; $i++) {
    $deflate = deflate_init(ZLIB_ENCODING_GZIP);
    deflate_add($deflate, payload($i, 20000), ZLIB_NO_FLUSH);
    $inflate = inflate_init(ZLIB_ENCODING_GZIP);
    inflate_add($inflate, substr(gzencode(random_bytes(50000)), 0, 30000));
    $objs[] = [$deflate, $inflate];
    $stream = fopen('php://memory', 'w+');
    $filter = stream_filter_append($stream, 'zlib.deflate', STREAM_FILTER_WRITE);
    fwrite($stream, payload($i, 10000));
    $back = fopen('php://memory', 'w+');
    fwrite($back, gzdeflate(random_bytes(50000)));
    rewind($back);
    stream_filter_append($back, 'zlib.inflate', STREAM_FILTER_READ);
    fread($back, 100);
    $objs[] = [$stream, $filter, $back];
}
$file = tempnam(sys_get_temp_dir(), 'zlib');
file_put_contents($file, gzencode(random_bytes(50000)));
for ($i = 0; $i < 20 * TIMES; $i++) {
    $zip = gzopen($file, 'r');
    gzread($zip, 1000);
    $objs[] = $zip;
}
unlink($file);
unset($deflate, $inflate, $stream, $filter, $back, $zip);
probe($argv[1], $base);
