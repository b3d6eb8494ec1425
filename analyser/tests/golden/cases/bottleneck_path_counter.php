<?php
/* Two thousand equal strings: no single one is the bottleneck, the path does not go down to one of them.
 *
 * @expect bottleneck_path high
 * @fact summary_path ~ ^<main>:\d+::\$many$
 * @absent bottleneck_path \$many\[
 */
$many = [];
for ($i = 0; $i < 2000; $i++) {
    $many[] = str_repeat('x', 1000) . $i;
}
rdump_dump($argv[1]);
