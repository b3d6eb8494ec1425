<?php
// extension_row.php NAME TRUTH REPORT EXACT OWNED KEEPS ROW: holds a report against what the script printed. Says what is wrong, writes
// the row of the table to ROW, and ends with 1 when anything is.
[, $name, $truth, $report, $exact_at_least, $owned_at_least, $keeps, $row] = $argv;
$owned_at_least = $owned_at_least === '' ? 95 : (int) $owned_at_least;
['made' => $made, 'freed' => $freed] = json_decode(file_get_contents($truth), true);
$report = json_decode(file_get_contents($report), true);
$wrong = [];

$garbage = $surplus = $attributed = $guessed = $retained = $alone = 0;
foreach ($report['findings'] as $finding) {
    $facts = $finding['facts'];
    switch ($finding['kind']) {
        case 'overview':
            $attributed = $facts['attributed_bytes'];
            $guessed = $facts['guessed_bytes'];
            break;
        case 'gc_pending':
        case 'stuck_cycle':
            $garbage += $facts['object_count'] ?? 1;
            $wrong[] = "$finding[kind]: $finding[summary]";
            break;
        case 'zendmm_unused':
            if ($facts['unexplained_bytes'] !== 0) {
                $wrong[] = "memory_get_usage(true) - memory_get_usage() leaves $facts[unexplained_bytes] bytes unexplained";
            }
            break;
        case 'refcount_surplus':
            $surplus += $facts['count'] ?? 1;
            $wrong[] = "$finding[kind]: $finding[summary]";
            break;
        case 'bottleneck_path':
            if (in_array('objs', $facts['path'] ?? [], true)) {
                $retained = max($retained, $facts['size'] ?? 0);
                $alone = max($alone, $facts['size'] ?? 0);
            }
            break;
    }
    if (str_contains($finding['summary'], 'objects_store')) {
        $garbage += 1;
        $wrong[] = "$finding[kind]: $finding[summary]";
    }
}
foreach ($report['answer']['holders'] as $holder) {
    foreach ($holder['paths'] as $path) {
        if (str_starts_with($path, '$objs')) {
            $retained = max($retained, $holder['bytes']);
            $alone = max($alone, count($holder['paths']) === 1 ? $holder['bytes'] : 0);
        }
    }
}
$usage = $report['meta']['memory_get_usage'];
$share = fn(int $part, int $whole): float => $whole > 0 ? min(100 * $part / $whole, 100) : 100.0;
$exact = $share($attributed - $guessed, $usage);
/* An extension may keep for itself what it made, and hand out what was there before. */
$owned = $share($retained, $keeps === '' ? min($made, $freed) : $made);
if ($keeps === '' && $alone > 1.05 * $freed + 16384) {
    $wrong[] = "\$objs is said to hold $alone bytes alone, letting go of it gave back $freed";
}
if ($exact_at_least !== '' && $exact < $exact_at_least) {
    $wrong[] = sprintf('%.1f %% exact, must be %d %%', $exact, $exact_at_least);
}
if ($made > 1 << 20 && $owned < $owned_at_least) {
    $wrong[] = sprintf('$objs is said to own %.1f %% of %d KB, must be %d %%', $owned, $made >> 10, $owned_at_least);
}
file_put_contents($row, sprintf(
    "%-12s %8d %5.1f%% %7.1f%% %9.1f%% %5.1f%% %8d %8d\n",
    $name, $made >> 10, $exact, $share($guessed, $usage), $share($usage - $attributed, $usage), $owned, $garbage, $surplus
));
echo implode("\n", $wrong), $wrong ? "\n" : '';
exit($wrong ? 1 : 0);
