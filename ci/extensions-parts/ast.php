<?php
// loads: ast
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $objs[] = ast\parse_code('<?php class A extends B { function f($a) { return [$a, ' . $i . ', "' . payload($i) . '"]; } }', 90);
}
probe($argv[1], $base);
