<?php
// loads: iconv raphf http  exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 500 * TIMES; $i++) {
    $request = new http\Client\Request('POST', "http://localhost/$i", ['X-A' => payload($i)]);
    $request->getBody()->append(payload($i));
    $objs[] = [$request, new http\Header('X', payload($i)), new http\QueryString(['a' => payload($i)])];
}
unset($request);
probe($argv[1], $base);
