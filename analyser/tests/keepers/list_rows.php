<?php
/* php list_rows.php: docs/keepers.md, from the rows of src/findings/keeper_rows.h. */
require __DIR__ . '/keeper_rows.php';

$rows = keeper_rows();
echo <<<TEXT
# Known keepers

Structures of frameworks and libraries that are known to grow. Where one of them holds a hundredth of the heap, the report
says so ([known_keeper](findings.md#known_keeper)), with what to do about it. Each was tried with the real package
(`ci/keepers`): the structure was made to grow, the report named it, and the cure gave the memory back. To add one:
[CONTRIBUTING.md](../CONTRIBUTING.md#to-add-a-known-keeper).

This page is written by `php analyser/tests/keepers/list_rows.php >docs/keepers.md`.

TEXT;
$package = '';
uasort($rows, function ($a, $b) { return strcmp($a['package'] . ' ' . $a['name'], $b['package'] . ' ' . $b['name']); });
foreach ($rows as $row) {
	if ($row['package'] !== $package) {
		$package = $row['package'];
		echo "\n## $package\n";
	}
	$properties = implode(', ', array_map(function ($property) {
		return '`' . ($property[0] === ':' ? '::$' : '$') . ltrim($property, ':') . '`';
	}, explode(' ', $row['properties'])));
	$versions = isset($row['versions']) ? " (version {$row['versions']})" : '';
	echo "\n**{$row['what']}**$versions  \n`{$row['class_name']}`: $properties  \n{$row['why']}  \nCure: {$row['cure']}  \n",
		"<{$row['link']}>\n";
}
