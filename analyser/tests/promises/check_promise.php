<?php
/* php check_promise.php KIND FREED REPORT.json: a TAP line with a row of the table: bytes promised, bytes freed,
 * what is called stuck or held instead. Both ways count: what is freed must have been promised. And all that a kind makes
 * hangs on what is known: nothing of it is held out of sight, or has references that nobody has. But for the parsers of
 * ext/xml, which are resources up to 7.4. */
[, $kind, $freed, $report] = $argv;
$sizes = ['gc_pending' => 0, 'stuck_cycle' => 0, 'held_out_of_sight' => 0, 'refcount_surplus' => 0];

foreach (json_decode(file_get_contents($report), true)['findings'] as $finding) {
    if (isset($sizes[$finding['kind']])) {
        $sizes[$finding['kind']] += $finding['facts']['collectable_size'] ?? $finding['facts']['total_size'] ?? $finding['facts']['own_bytes'];
    }
}
$made = is_numeric($freed);
$freed = max(0, (int) $freed); /* the collector may take memory and free none */
$holds = $made && abs($sizes['gc_pending'] - $freed) <= max(0.05 * $freed, 8192)
    && (strpos($kind, 'xml ') === 0 || $sizes['held_out_of_sight'] + $sizes['refcount_surplus'] === 0);
printf("%s - %-26s promised %7d  freed %7d  stuck %7d  held %7d%s\n", $holds ? 'ok' : 'not ok', $kind,
    $sizes['gc_pending'], $freed, $sizes['stuck_cycle'], $sizes['held_out_of_sight'],
    $sizes['refcount_surplus'] ? "  surplus {$sizes['refcount_surplus']}" : '');
