<?php
/* Tables that are almost empty: a copy of what is left gives back the rest. */
require __DIR__ . '/../answers.php';

$stack = range(1, 70000);
for ($i = 0; $i < 69990; $i++) {
    array_pop($stack);
}
$by_key = array();
for ($i = 0; $i < 60000; $i++) {
    $by_key["key $i"] = $i;
}
for ($i = 10; $i < 60000; $i++) {
    unset($by_key["key $i"]);
}
unset($i);
eval(probe());
