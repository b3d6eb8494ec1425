<?php
/* Cycles that are garbage beside the same that are live, and rings of arrays. */
require __DIR__ . '/../answers.php';

class Node
{
    public $other;
    public $text;

    public function __construct($i)
    {
        $this->text = str_repeat('g', 500) . $i;
    }
}

function pair($i)
{
    $a = new Node($i);
    $b = new Node(-$i);
    $a->other = $b;
    $b->other = $a;
    return $a;
}

gc_disable();
$kept = array();
for ($i = 0; $i < 1000; $i++) {
    pair($i);
    $kept[] = pair($i);
    $ring = array(str_repeat('r', 400) . $i);
    $ring[] = &$ring;
    unset($ring);
}
unset($i);
eval(probe());
