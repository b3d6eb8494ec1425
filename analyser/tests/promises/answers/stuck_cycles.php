<?php
/* Cycles through stream contexts, which the collector does not free. */
require __DIR__ . '/../answers.php';

class Holder
{
    public $context;
    public $text;
}

gc_disable();
for ($i = 0; $i < 300; $i++) {
    $holder = new Holder();
    $holder->text = str_repeat('s', 800) . $i;
    $holder->context = stream_context_create(array('x' => array('holder' => $holder)));
    unset($holder);
}
unset($i);
eval(probe());
