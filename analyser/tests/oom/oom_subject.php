<?php
/* A small program with something for most passes to say. Its argument is the dump's path. */
class Node
{
	public $self;
	public $list = [1, 2];
}
eval('namespace Symfony\Component\Stopwatch; class Stopwatch { public $sections = []; }');
$watch = new Symfony\Component\Stopwatch\Stopwatch; // a known keeper
for ($i = 0; $i < 100; $i++) {
	$watch->sections[] = str_repeat('x', 1000) . $i;
}
$kept = new Node;
$kept->self = $kept;
$garbage = new Node;
$garbage->self = $garbage;
unset($garbage);
$texts = [str_repeat('x', 300), str_repeat('x', 300)];
$listener = function () use ($kept) { return $kept; };
rdump_dump($argv[1]);
