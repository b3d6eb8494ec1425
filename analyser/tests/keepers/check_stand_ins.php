<?php
/* php check_stand_ins.php RDUMP FOLDER: what the reports say of stand_ins.php. Prints TAP. */
require __DIR__ . '/keeper_rows.php';
[, $rdump, $folder] = $argv;

function claim(string $name, bool $holds, $detail = null): void
{
	echo $holds ? 'ok' : 'not ok', " - $name\n";
	if (!$holds) {
		echo '# ', json_encode($detail), "\n";
	}
}

function run(string ...$words): string
{
	return (string)shell_exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1');
}

function known(string $rdump, string $dump): array
{
	$report = json_decode(run($rdump, 'report', '-q', '-f', 'report-json', $dump), true);
	$found = [];
	foreach ($report['findings'] as $finding) {
		if ($finding['kind'] === 'known_keeper') {
			$found[$finding['facts']['keeper']] = $finding;
		}
	}
	return [$found, $report['answer']];
}

$found = [];
foreach (glob("$folder/held.*") as $dump) {
	[$some, $answer] = known($rdump, $dump);
	$found += $some;
}
foreach (keeper_rows() as $name => $row) {
	$finding = $found[$name] ?? null;
	$properties = explode(' ', $row['properties']);
	claim("$name is found", $finding !== null);
	claim("$name: all its properties", ($finding['facts']['total_size'] ?? 0) >= count($properties) * 400000, $finding);
	claim("$name: the first property is shown", ($finding['facts']['property_name'] ?? '') === ltrim($properties[0], ':'),
		$finding);
}
claim('none but those of the table', !array_diff_key($found, keeper_rows()), array_keys($found));

[, $answer] = known($rdump, "$folder/held.0");
$row = array_values(array_filter($answer['holders'], function ($row) { return $row['known']; }))[0] ?? null;
$known = (string)($row['known']['what'] ?? '');
claim('a row is that of a keeper', $known !== '' && strpos($row['paths'][0], '$service->') === 0, $answer['holders']);
claim('an action as well', in_array($row['known'], array_column($answer['actions'], 'known'), true), $answer['actions']);
$place = '#' . $row['node_ids'][0];
$show = json_decode(run($rdump, 'show', '-q', '-f', 'json', "$folder/held.0", $place), true);
claim('rdump show knows it', $show['known'] === $row['known'], $show);
claim('in words', strpos(run($rdump, 'show', '-q', "$folder/held.0", $place), "known     $known\n  cure ") !== false);
$screen = run($rdump, 'report', '-q', '--brief', "$folder/held.0");
claim('on the first screen', strpos($screen, "\n    known: $known\n    cure:  {$row['known']['cure']}\n") !== false, $screen);
claim('in the findings', strpos(run($rdump, 'report', '-q', "$folder/held.0"), "    known_keeper: $known: ") !== false);

$text = run($rdump, 'compare', '-q', "$folder/before", "$folder/held.0");
claim('what grew is known', strpos($text, "\n      known: $known\n      cure:  ") !== false, $text);
$grown = json_decode(run($rdump, 'compare', '-q', '-f', 'report-json', "$folder/before", "$folder/held.0"), true);
claim('also in JSON', in_array($row['known'], array_column($grown['grown_containers'], 'known'), true), $grown);
$text = run($rdump, 'trend', '-q', "$folder/before", "$folder/held.0");
claim('and in a trend', substr_count($text, "\n      known: $known\n      cure:  ") === 1, $text);

foreach (glob("$folder/harmless.*") as $dump) {
	[$found, $answer] = known($rdump, $dump);
	claim('nothing where it is harmless', $found === [], $found);
	claim('nor in the answer', !array_filter($answer['holders'], function ($row) { return $row['known']; }),
		$answer['holders']);
}
