<?php
/* php check-trend.php FOLDER: what run-trend left there. Prints TAP. */
$folder = $argv[1];
$trend = json_decode(file_get_contents("$folder/trend.json"), true);
$text = file_get_contents("$folder/trend.txt");
$compare = json_decode(file_get_contents("$folder/compare.json"), true);

function claim(string $name, bool $holds, $detail = null)
{
	echo $holds ? 'ok' : 'not ok', " - $name\n";
	if (!$holds) {
		echo '# ', json_encode($detail), "\n";
	}
}

$containers = array_column($trend['containers'], null, 'path');
$classes = array_column($trend['classes'], null, 'path');
$jobs = $containers['$registry->jobs'] ?? null;
claim('the map is the first', ($trend['containers'][0]['path'] ?? '') === '$registry->jobs', $trend['containers']);
claim('its elements', ($jobs['elements'] ?? null) === [1000, 2000, 3000], $jobs);
claim('it grows each time', ($jobs['each_time'] ?? null) === true, $jobs);
claim('nearly a straight line', ($jobs['fit'] ?? 0) > 0.97, $jobs);
claim('so much per dump', abs($jobs['bytes_per_dump'] - ($jobs['bytes'][2] - $jobs['bytes'][0]) / 2) <= 1, $jobs);
claim('a signature', preg_match('/^[0-9a-f]{16}$/', $jobs['signature'] ?? '') === 1, $jobs);
claim('the static list', ($containers['Registry::$names']['elements'] ?? null) === [400, 800, 1200], $containers);
claim('what stays is left out', !isset($containers['$stable']), array_keys($containers));
claim('what shrinks is left out', !isset($containers['$shrinking']), array_keys($containers));
claim('the class', ($classes['Job']['elements'] ?? null) === [1000, 2000, 3000], $classes);
claim('a class that does not grow is left out', !isset($classes['Registry']), array_keys($classes));
claim('three dumps', count($trend['dumps']) === 3);
claim('the text names it', preg_match('/^  \$registry->jobs +1,000 → 3,000 +\+[\d.]+ KB  each time$/m', $text) === 1, $text);
claim('what it holds', str_contains($text, '3,000 Job'), $text);
claim('80 columns', max(array_map(fn($line) => preg_match_all('~.~u', $line), explode("\n", $text))) <= 80);

$grown = array_column($compare['grown_containers'], null, 'path');
claim('compare: the map is the first', ($compare['grown_containers'][0]['path'] ?? '') === '$registry->jobs', $compare['grown_containers']);
claim('compare: its elements', ($grown['$registry->jobs']['baseline']['elements'] ?? 0) === 1000
	&& ($grown['$registry->jobs']['target']['elements'] ?? 0) === 3000, $grown);
claim('compare: neither what stays nor what shrinks', !isset($grown['$stable']) && !isset($grown['$shrinking']), array_keys($grown));
