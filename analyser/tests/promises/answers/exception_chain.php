<?php
/* A chain of exceptions. */
require __DIR__ . '/../answers.php';

$last = null;
for ($i = 0; $i < 2000; $i++) {
    $last = new RuntimeException(str_repeat('m', 400) . $i, 0, $last);
}
unset($i);
eval(probe());
