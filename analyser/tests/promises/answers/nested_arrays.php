<?php
/* Arrays in arrays, by names and by numbers. */
require __DIR__ . '/../answers.php';

$config = array();
for ($i = 0; $i < 300; $i++) {
    for ($k = 0; $k < 20; $k++) {
        $config['routes']['route' . $i]['step' . $k] = str_repeat('r', 120) . $i . $k;
    }
    $config['services'][$i] = array_fill(0, 40, $i . str_repeat('s', 60));
}
unset($i, $k);
eval(probe());
