<?php
/* Two owners hold each string: releasing one of the lists frees next to nothing. And a large string is
 * no small node that holds a lot.
 *
 * @expect bottleneck_path high
 * @absent choke_point
 */
$left = [];
$right = [];
for ($i = 0; $i < 64; $i++) {
    $left[$i] = str_repeat('s', 60000) . $i;
    $right[$i] = $left[$i];
}
$text = str_repeat('t', 3000000);
rdump_dump($argv[1]);
