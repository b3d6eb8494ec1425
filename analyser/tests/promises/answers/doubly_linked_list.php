<?php
/* A list whose nodes know both neighbours. */
require __DIR__ . '/../answers.php';

class Item
{
    public $next;
    public $previous;
    public $text;
}

gc_disable();
$first = $last = new Item();
for ($i = 0; $i < 4000; $i++) {
    $item = new Item();
    $item->text = str_repeat('i', 300) . $i;
    $item->previous = $last;
    $last->next = $item;
    $last = $item;
}
unset($i, $item);
eval(probe());
