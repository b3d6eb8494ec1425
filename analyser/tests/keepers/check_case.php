<?php
/* php check_case.php RDUMP NAME DUMP MEASURED PACKAGES: whether the report names the keeper, and the cure helped. Prints one TAP line. */
[, $rdump, $name, $dump, $measured, $packages] = $argv;

function report(string $rdump, string $dump): array
{
	$words = array_map('escapeshellarg', [$rdump, 'report', '-q', '-f', 'report-json', $dump]);
	return json_decode((string)shell_exec(implode(' ', $words)), true) ?? [];
}

$wrong = [];
[$grown, $left] = array_values(json_decode((string)file_get_contents($measured), true) ?? [0, 0]);
$report = report($rdump, $dump);
$findings = array_filter($report['findings'] ?? [], function ($finding) use ($name) {
	return $finding['kind'] === 'known_keeper' && $finding['facts']['keeper'] === $name;
});
$rows = array_filter($report['answer']['holders'] ?? [], function ($row) use ($name) {
	return ($row['known']['name'] ?? '') === $name;
});
$actions = array_filter($report['answer']['actions'] ?? [], function ($action) use ($name) {
	return ($action['known']['name'] ?? '') === $name;
});
$held = $findings ? reset($findings)['facts']['total_size'] : 0;
if ($grown < 256 << 10) {
	$wrong[] = "it grew by $grown bytes only";
}
if (!$findings) {
	$wrong[] = 'no finding names it';
} elseif ($held < $grown / 2) {
	$wrong[] = "the finding has $held of $grown bytes";
}
if (!$rows || !$actions) {
	$wrong[] = 'the first screen does not name it: ' . json_encode(array_column($report['answer']['holders'] ?? [], 'paths'));
}
/* other things may have grown as well */
if ($grown - $left < $held * 0.9) {
	$wrong[] = 'the cure gives back ' . ($grown - $left) . " of $held bytes";
}
$figures = sprintf('grew by %d KB, %d KB of it named, %d KB left after the cure', $grown >> 10, $held >> 10, (int)($left / 1024));
echo $wrong ? 'not ok' : 'ok', " - $name with $packages: $figures\n";
foreach ($wrong as $text) {
	echo "# $text\n";
}
