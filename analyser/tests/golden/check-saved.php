<?php
/* php check-saved.php NAME REPORT.json SAVED.json: a report of a dump and one of the graph that was saved of it must say
 * the same, but for what needs values that a saved graph does not keep. Prints one TAP line.
 */

/* Findings that rest on elements which are numbers, or on an SplObjectStorage's own table. */
const NEED_VALUES = ['duplicate_arrays', 'structural_duplicate', 'dynamic_properties_overhead', 'empty_object'];

[, $name, $one, $other] = $argv;
$problems = [];

function report(string $path): array
{
	$report = json_decode(file_get_contents($path), true);
	unset($report['meta']['warnings']);
	unset($report['meta']['unreadable']); // counts reads, of which an export has others
	foreach ($report['answer']['holders'] ?? [] as $i => $row) {
		/* what is shown of an array are its first elements */
		unset($report['answer']['holders'][$i]['sample']);
	}
	return $report;
}

function is_comparable(array $finding): bool
{
	global $name;

	return !in_array($finding['kind'], NEED_VALUES, true) &&
		!($finding['kind'] === 'sparse_array' && strpos($name, 'sparse_array_storage') === 0) &&
		!($finding['kind'] === 'dedup_candidate' && ($finding['facts']['examples']['type'] ?? '') === 'object');
}

function compare(string $path, $one, $other): void
{
	global $problems;

	if (is_array($one) && is_array($other)) {
		foreach (array_unique(array_merge(array_keys($one), array_keys($other)), SORT_REGULAR) as $key) {
			compare("$path/$key", $one[$key] ?? null, $other[$key] ?? null);
		}
	} elseif ($one !== $other) {
		$problems[] = "$path: " . substr(json_encode($one), 0, 200) . ' | ' . substr(json_encode($other), 0, 200);
	}
}

$one = report($one);
$other = report($other);
foreach ([&$one, &$other] as &$report) {
	$report['findings'] = array_values(array_filter($report['findings'], 'is_comparable'));
}
unset($report);
if (!$one['findings']) {
	$problems[] = 'there is next to nothing to compare';
}
compare('', $one, $other);
echo $problems ? 'not ok' : 'ok', " - $name: the saved graph's report is the dump's\n";
foreach (array_slice($problems, 0, 12) as $problem) {
	echo "# $problem\n";
}
