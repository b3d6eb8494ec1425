<?php
/* Generators that wait. */
require __DIR__ . '/../answers.php';

function rows($i)
{
    $buffer = str_repeat('g', 900) . $i;
    yield $buffer;
    yield $i;
}

$open = array();
for ($i = 0; $i < 1000; $i++) {
    $generator = rows($i);
    $generator->current();
    $open[] = $generator;
}
unset($i, $generator);
eval(probe());
