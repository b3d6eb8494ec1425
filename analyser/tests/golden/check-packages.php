<?php
/* php check-packages.php RDUMP FOLDER: whether the table by package says what packages.php freed. Prints TAP. */
[, $rdump, $folder] = $argv;

function claim(string $name, bool $holds, $detail = null)
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

$freed = json_decode(file_get_contents("$folder/freed"), true);
$report = json_decode(run($rdump, 'report', '-q', '-f', 'report-json', "$folder/dump"), true);
$rows = array_column($report['tables']['packages'], null, 'package');
claim('the rows add up to memory_get_usage()',
	array_sum(array_column($rows, 'memory_bytes')) === $report['tables']['summary']['memory_get_usage'], $rows);
foreach ($freed as $package => $bytes) {
	$said = $rows[$package]['memory_bytes'] ?? 0;
	/* its code stays */
	claim("$package: $said said, $bytes freed", $said >= $bytes - 4096 && $said <= $bytes * 1.02 + 8192, $rows);
	claim("$package is a package", ($rows[$package]['kind'] ?? '') === 'package');
}
claim('the application has the rest', ($rows['application']['memory_bytes'] ?? 0) > 5000 * 128, $rows);
claim('objects by package', $rows['acme/logger']['count'] === 1, $rows);
claim('in the text', (bool)preg_match('~Memory by Package.*acme/logger ~s', run($rdump, 'report', '-q', "$folder/dump")));

$text = run($rdump, 'compare', '-q', "$folder/dump", "$folder/larger");
claim('what grew, by package', (bool)preg_match('~Package Delta.*\n  acme/logger .* \+[0-9.]+ MB~s', $text), $text);
$deltas = json_decode(run($rdump, 'compare', '-q', '-f', 'report-json', "$folder/dump", "$folder/larger"), true)['package_deltas'];
claim('first what grew most', $deltas[0]['package'] === 'acme/logger' && $deltas[0]['memory_delta'] > 1000000, $deltas);
