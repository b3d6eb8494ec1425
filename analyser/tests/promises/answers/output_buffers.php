<?php
/* What was echoed waits in output buffers. */
require __DIR__ . '/../answers.php';

ob_start();
for ($i = 0; $i < 3000; $i++) {
    echo str_repeat('o', 500), $i;
}
ob_start();
echo str_repeat('p', 700000);
unset($i);
eval(probe());
