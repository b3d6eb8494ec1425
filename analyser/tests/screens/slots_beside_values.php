<?php
/* @dump
 * @screen ^FREE, AND NOT TO BE HAD BACK$
 * @screen ^  [\d.]+ MB of [\d.]+ MB stand free beside values that keep their pages$ */
$all = array();
for ($i = 0; $i < 300000; $i++) {
    $all[] = str_repeat('x', 100) . $i;
}
for ($i = 0; $i < 300000; $i++) {
    if ($i % 20) {
        $all[$i] = null;
    }
}
rdump_dump($argv[1]);
