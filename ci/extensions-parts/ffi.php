<?php
// loads: ffi
require __DIR__ . '/lib.php';

$ffi = FFI::cdef('typedef struct node { int a; struct node *next; char name[64]; } node; int abs(int);');
for ($i = 0; $i < 1500 * TIMES; $i++) {
    $node = $ffi->new('node');
    $node->next = FFI::addr($ffi->new('node', false));
    $objs[] = [$node, $ffi->new("int[$i + 10]"), $ffi->type('node'), payload($i)];
}
$objs[] = $ffi;
unset($node, $ffi);
probe($argv[1], $base);
