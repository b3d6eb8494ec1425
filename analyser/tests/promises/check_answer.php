<?php
/* php check_answer.php NAME PROMISE.json FREED.json: a TAP line with a row of the table: bytes promised and bytes freed. Within
 * 2 % or 4 KB; the collector takes memory for its own lists while it works, so after it 16 KB. */
[, $name, $promise, $result] = $argv;
$promise = json_decode(file_get_contents($promise), true);
$freed = json_decode(is_file($result) ? file_get_contents($result) : '', true)[$promise['measure']] ?? null;
if ($freed !== null && $promise['measure'] === 'freed_after_gc') {
    $freed = max(0, $freed); /* the collector may take memory and free none */
}
$slack = max(0.02 * $promise['bytes'], $promise['measure'] === 'freed_after_gc' ? 16384 : 4096);
$holds = $freed !== null && $freed >= $promise['bytes'] - $slack
    && ($promise['how'] === 'least' || $freed <= $promise['bytes'] + $slack);
printf("%s - %-20s %-52s promised %s%10d  %s %10s\n", $holds ? 'ok' : 'not ok', $name, substr($promise['what'], 0, 52),
    $promise['how'] === 'least' ? '>=' : '  ', $promise['bytes'], $promise['measure'] === 'real' ? 'returned' : 'freed   ',
    $freed ?? '?');
