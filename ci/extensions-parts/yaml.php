<?php
// loads: yaml
require __DIR__ . '/lib.php';

for ($i = 0; $i < 1500 * TIMES; $i++) {
    $objs[] = yaml_parse("a: &x [1, '" . payload($i) . "']\nb: *x\nc: {d: e}");
    $objs[] = yaml_emit(['a' => [payload($i)]]);
}
probe($argv[1], $base);
