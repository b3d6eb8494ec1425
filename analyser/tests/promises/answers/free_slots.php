<?php
/* Small blocks, three of four freed at random places. */
require __DIR__ . '/../answers.php';

$texts = array();
for ($i = 0; $i < 40000; $i++) {
    $texts[] = str_repeat('f', 200) . $i;
}
for ($i = 0; $i < 40000; $i++) {
    if ($i % 4) {
        unset($texts[$i]);
    }
}
unset($i);
eval(probe());
