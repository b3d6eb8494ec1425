<?php
// Shared by the cases of ci/extensions: php CASE.php OUT. A case puts all that it makes into $objs, which is
// alive at the dump, then calls probe(); what it prints is the truth that the report is held against: what it
// made, and what came free when it then let go of $objs.
error_reporting(E_ALL & ~E_DEPRECATED);

/* How many times the usual data: what is right with little of it may be wrong with much. */
define('TIMES', max(1, (int) getenv('TIMES')));

$objs = [];
$base = memory_get_usage();

function payload(int $i, int $bytes = 400): string
{
    return str_repeat(chr(97 + $i % 26), $bytes) . $i;
}

function probe(string $out, int $base): void
{
    $made = memory_get_usage() - $base;
    if (!rdump_dump($out)) {
        exit(1);
    }
    $before = memory_get_usage();
    $GLOBALS['objs'] = null;
    gc_collect_cycles();
    echo json_encode(['made' => $made, 'freed' => $before - memory_get_usage()]), "\n";
}
