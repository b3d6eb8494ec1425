<?php
/* Exception handlers that were set one over the other. */
require __DIR__ . '/../answers.php';

for ($i = 0; $i < 1000; $i++) {
    $text = str_repeat('x', 900) . $i;
    set_exception_handler(function () use ($text) {
        return $text;
    });
}
unset($i, $text);
eval(probe());
