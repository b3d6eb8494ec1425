<?php
/* A generator that delegates to another, and a chain of objects. */
require __DIR__ . '/../answers.php';

class Link
{
    public $next;
    public $load;
}

function inner()
{
    $seen = array();
    for ($i = 0; $i < 5000; $i++) {
        $seen[] = array($i, "seen $i");
    }
    yield count($seen);
    yield $seen[0];
}

function outer()
{
    yield from inner();
}

$rows = outer();
$rows->current();
$chain = null;
for ($i = 0; $i < 2000; $i++) {
    $link = new Link;
    $link->next = $chain;
    $link->load = str_repeat('l', 200) . $i;
    $chain = $link;
}
unset($i, $link);
eval(probe());
