<?php
/* php check-compare.php RDUMP FOLDER PHP EXTENSION: compares two dumps of one process, and saved reports of
 * them; then reports of a dump that is cut. Prints TAP lines. */
[, $rdump, $folder, $php, $extension] = $argv;
$base = "$folder/compare-base.rdump";
$target = "$folder/compare-target.rdump";

function check(string $name, bool $ok, $seen = null): void
{
	echo $ok ? 'ok' : 'not ok', " - compare: $name\n";
	if (!$ok) {
		echo '#   seen: ', substr(json_encode($seen), 0, 500), "\n";
	}
}

/* Exit status and output of rdump. */
function rdump(string ...$arguments): array
{
	global $rdump;
	exec(escapeshellarg($rdump) . ' ' . implode(' ', array_map('escapeshellarg', $arguments)) . ' 2>&1', $lines, $status);
	return [$status, implode("\n", $lines)];
}

function compared(string ...$arguments): ?array
{
	return json_decode(rdump('compare', '-q', '-f', 'report-json', ...$arguments)[1], true);
}

function row(array $rows, string $key, string $name): ?array
{
	foreach ($rows as $row) {
		if ($row[$key] === $name) {
			return $row;
		}
	}
	return null;
}

@unlink($base);
@unlink($target);
exec(escapeshellarg($php) . ' -n -d extension=' . escapeshellarg($extension) . ' '
	. implode(' ', array_map('escapeshellarg', [__DIR__ . '/two-dumps.php', $base, $target])) . ' 2>&1', $lines);
if (!is_file($base) || !is_file($target)) {
	check('two dumps', false, $lines);
	exit(1);
}

$same = compared($base, $base);
$rows = array_merge($same['type_deltas'], ...array_values($same['class_deltas']), ...array_values($same['findings_diff']));
check('a dump with itself shows no difference', $rows === [] && $same['bin_deltas'] === [] && $same['region_deltas'] === []
	&& array_filter(array_column($same['summary_deltas'], 'delta')) === [], $rows);

$there = compared($base, $target);
$changed = $there['class_deltas']['changed'];
check('the grown class comes first', ($changed[0]['class_name'] ?? '') === 'User' && $changed[0]['count_delta'] === 4000, $changed);
check('a class of one side is new', array_column($there['class_deltas']['added'], 'class_name') === ['NewHandler'], $there['class_deltas']['added']);
check('a class of one side is removed', array_column($there['class_deltas']['removed'], 'class_name') === ['OldHandler'], $there['class_deltas']['removed']);
$kinds = array_merge(array_column($there['findings_diff']['new'], 'kind'),
	array_column(array_column($there['findings_diff']['changed'], 'target'), 'kind'));
check('the dominant class is a new or changed finding', in_array('dominant_class', $kinds, true), $kinds);
$usage = row($there['summary_deltas'], 'metric', 'memory_get_usage');
check('memory grew', $usage['delta'] > 300000 && $usage['delta_percent'] > 0, $usage);
check('PHP values explain it', !isset($there['unaccounted_finding']), $there['unaccounted_finding'] ?? null);
check('it is one process', $there['same_process'] === true);
check('size classes grew', $there['bin_deltas'] !== [] && $there['bin_deltas'][0]['bytes_delta'] > 0, $there['bin_deltas'][0] ?? null);

$back = compared($target, $base);
check('the other way round has opposite signs',
	row($back['summary_deltas'], 'metric', 'memory_get_usage')['delta'] === -$usage['delta']
	&& count($back['type_deltas']) === count($there['type_deltas'])
	&& $back['class_deltas']['changed'][0]['count_delta'] === -4000
	&& count($back['findings_diff']['new']) === count($there['findings_diff']['resolved'])
	&& count($back['findings_diff']['resolved']) === count($there['findings_diff']['new']));

foreach ([$base, $target] as $dump) {
	rdump('report', '-q', '-f', 'report-json', '-o', "$dump.json", $dump);
}
check('saved reports say the same as dumps', compared("$base.json", "$target.json") === $there);
check('so does one of each', compared($base, "$target.json") === $there);

[$status, $text] = rdump('compare', '-q', '--fail-on=low', $base, $target);
check('--fail-on objects with status 3', $status === 3 && strpos($text, '=== Failed ===') !== false, [$status, $text]);
[$status] = rdump('compare', '-q', '--fail-on=low', "--baseline=$target.json", $base, $target);
check('known findings are accepted', $status === 0, $status);
[$status] = rdump('compare', '-q', '--fail-on=growth:100000', $base, $target);
check('growth below the bound passes', $status === 0, $status);

[$status, $text] = rdump('compare', '-q', '--diff-nodes=target-only', '--diff-limit=2000000', $base, $target);
check('nodes of one side: the new users', substr_count($text, ' class=User ') === 4000 && substr_count($text, ' class=NewHandler ') === 1,
	substr_count($text, ' class=User '));
[$status, $text] = rdump('compare', '-q', '--diff-nodes=target-only', "$base.json", $target);
check('a saved report has no nodes', $status === 1, [$status, $text]);
[$status, $text] = rdump('compare', '-q', $base, "$folder/missing.rdump");
check('a missing file is an error', $status === 2 && strpos($text, 'missing.rdump') !== false, [$status, $text]);
file_put_contents("$folder/broken.json", '{"meta": {}');
[$status, $text] = rdump('compare', '-q', "$folder/broken.json", $target);
check('a broken report is an error', $status === 2 && substr_count($text, "\n") === 0, [$status, $text]);
file_put_contents("$folder/broken.json", '{"a": 1}');
[$status, $text] = rdump('compare', '-q', "$folder/broken.json", $target);
check('another JSON file is an error', $status === 2, [$status, $text]);

$cut = "$folder/compare-cut.rdump";
copy($base, $cut);
$file = fopen($cut, 'r+');
ftruncate($file, (int) (filesize($base) * 0.8));
fclose($file);
[$status, $text] = rdump('report', '-q', $cut);
check('a cut dump is refused with one line', $status === 2 && substr_count($text, "\n") === 0 && strpos($text, 'truncated') !== false, [$status, $text]);
[$status, $text] = rdump('report', '-q', '--salvage', $cut);
check('the first page says what is missing', $status === 0
	&& preg_match('~=== Overview ===\n  Captured: .*\n  Incomplete: (the last [\d.]+ [KM]B of the dump|\d+ of \d+ memory regions) are missing~', $text) === 1, substr($text, 0, 400));
$report = json_decode(rdump('report', '-q', '--salvage', '-f', 'report-json', $cut)[1], true);
$confidence = array_column($report['findings'], 'confidence', 'kind');
check('its report is marked', $report['meta']['complete'] === false && $report['meta']['missing_bytes'] > 0 && $report['meta']['warnings'] !== [], $report['meta']);
check('what rests on the graph is less certain', ($confidence['type_ranking'] ?? '') === 'medium' && ($confidence['call_stack'] ?? 'medium') === 'medium', $confidence);
$whole = json_decode(rdump('report', '-q', '-f', 'report-json', $base)[1], true);
check('a whole dump is not marked', $whole['meta']['complete'] === true && $whole['meta']['warnings'] === [], $whole['meta']);
array_map('unlink', [$base, $target, $cut]);
