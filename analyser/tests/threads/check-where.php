<?php
/* php check-where.php RDUMP DUMP: of many_values.php. What --where selects is what has that text, whatever it is: the texts are those of
 * the groups. Prints TAP. */
[, $rdump, $dump] = $argv;

function ask(string ...$words): array
{
	global $rdump, $dump;
	$command = implode(' ', array_map('escapeshellarg', array_merge([$rdump, 'instances', '-q', '-f', 'json', $dump], $words)));
	return json_decode(shell_exec("$command 2>&1"), true) ?? [];
}

$seen = $wrong = [];
foreach (['Odd' => ['value', 'same'], 'Row' => ['state', 'price', 'other', 'extra']] as $class => $properties) {
	$all = ask($class, '--limit=1')['count'];
	foreach ($properties as $property) {
		$groups = ask($class, "--group-by=$property", $class === 'Odd' ? '--limit=0' : '--limit=5')['rows'];
		$seen[] = count($groups);
		foreach ($groups as ['key' => $key, 'count' => $count]) {
			$key = $key === '(none)' ? '' : $key;
			$found = [ask($class, "--where=$property=$key")['count'], $all - ask($class, "--where=$property!=$key")['count']];
			if ($found !== [$count, $count]) {
				$wrong[] = [$class, $property, $key, $count, $found];
			}
		}
		foreach (['x', '(', '0123', '18', '2.6', '-', 'nul', '1e300'] as $nothing) {
			if (!in_array($nothing, array_column($groups, 'key')) && ask($class, "--where=$property=$nothing")['count'] > ($class === 'Odd' ? 0 : 1)) {
				$wrong[] = [$class, $property, $nothing];
			}
		}
	}
}
echo min($seen) >= 5 && max($seen) >= 40 ? 'ok' : 'not ok', " - there is something to select\n# groups: ", implode(' ', $seen), "\n";
echo $wrong ? 'not ok' : 'ok', " - what is selected has that text\n", $wrong ? '# ' . json_encode($wrong) . "\n" : '';
