<?php
/* Dumps itself and waits: what a core file of it has differs from the dump only by the innermost call. */
class Node
{
    public $data;
    public $next;
}

function collect($count)
{
    static $kept = [];
    for ($i = 0; $i < $count; $i++) {
        $node = new Node;
        $node->data = str_repeat('x', $i % 200);
        $node->next = $i ? $kept[$i - 1] : null;
        $kept[] = $node;
    }
    return $kept;
}

function ready($dump)
{
    touch("$dump.ready");
    return 600; // every caller ends it
}

function later($what)
{
}

function park($all, $dump)
{
    /* one line: the core is taken in sleep() */
    rdump_dump($dump) && sleep(ready($dump));
}

$all = collect(20000);
for ($i = 0; $i < 100; $i++) {
    register_shutdown_function('later', [$i, str_repeat('y', 5000)]); /* another string each time */
}
$more = array_fill(0, 500, new ArrayObject(range(1, 50)));
park($all, $argv[1]);
