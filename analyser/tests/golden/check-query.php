<?php
/* php check-query.php RDUMP DUMP: asks, and compares with what query.php did. Prints TAP. */
[, $rdump, $dump] = $argv;

function claim(string $name, bool $holds, $detail = null)
{
	echo $holds ? 'ok' : 'not ok', " - $name\n";
	if (!$holds) {
		echo '# ', json_encode($detail), "\n";
	}
}

function ask(string $command, string $what, string ...$more): array
{
	global $rdump, $dump;
	exec(implode(' ', array_map('escapeshellarg', array_merge([$rdump, $command, '-q', $dump, $what], $more))) . ' 2>&1', $lines, $status);
	return [$status, implode("\n", $lines)];
}

function ask_json(string $command, string $what, string ...$more): ?array
{
	return json_decode(ask($command, $what, '-f', 'json', ...$more)[1], true);
}

$user = ask_json('show', "\$map->byId['id-7']");
claim('a path of the first screen', str_starts_with($user['label'] ?? '', 'User') && $user['path'] !== '', $user);
claim('its children, the largest first', array_column($user['children'], 'link') === ['tags', 'name'], $user['children']);
claim('their sizes', $user['children'][0]['retained_bytes'] > $user['children'][1]['retained_bytes'], $user['children']);
claim('both holders', $user['holder_count'] === 2 && count(preg_grep('~byId|Audit::\$seen~', array_column($user['holders'], 'link'))) === 2, $user['holders']);
claim('two references', $user['refcount'] === 2, $user);

foreach (['$map->byId["id-7"]', "#{$user['node_id']}", "@{$user['address']}", 'Audit::$seen[7]', "run:57::\$map->byId['id-7']"] as $what) {
	claim("the same as $what", (ask_json('show', $what)['node_id'] ?? null) === $user['node_id'], ask('show', $what));
}
$alone = ask_json('show', '$alone');
claim('a local variable', count($alone['children']) === 2 && $alone['children'][0]['retained_bytes'] >= 5000, $alone);
claim('what a string holds', str_contains(ask('show', '$alone[1]')[1], 'string "yyy'), ask('show', '$alone[1]'));

$class = ask_json('holders', 'class:User');
$counts = array_column($class['holders'], 'count', 'path');
claim('all objects of a class', $class['count'] === 300, $class);
claim('who holds them, how many each', count($counts) === 2 && array_values($counts) === [300, 200]
	&& str_contains(array_keys($counts)[0], '$map->byId[') && str_contains(array_keys($counts)[1], 'Audit::$seen['), $counts);
claim('without regard to case', ask_json('holders', 'class:USER')['count'] === 300);
$any = ask_json('holders', '$map->byId[*]');
claim('any index', $any['count'] === 300 && $any['retained_bytes'] === $class['retained_bytes'], $any);
claim('any index of the other list', ask_json('holders', 'Audit::$seen[*]')['count'] === 200);
claim('a set is smaller than its container', $class['retained_bytes'] < ask_json('show', '$map')['retained_bytes']
	+ ask_json('show', 'Audit::$seen')['retained_bytes'] + $class['retained_bytes']);

[$status, $text] = ask('holders', '$map');
claim('what alone keeps it', $status === 0 && str_contains($text, 'Gone as soon as one of these is'), $text);
[$status, $text] = ask('show', 'class:User');
claim('show of many: their holders', $status === 0 && str_starts_with($text, 'class:User: 300 values'), $text);
[$status, $text] = ask('show', '$map->byId[*]');
claim('show of an ambiguous path: candidates', $status === 0 && substr_count($text, "\n  #") === 10, $text);
[$status, $text] = ask('show', '$map', '--limit=1');
claim('what is left out is said', $status === 0, $text);
/* What is printed is understood, whatever is in a key: each child by the path that it says of itself. */
foreach (['Manager::$odd' => 26, 'Manager::$dynamic' => 24] as $holder => $expected) {
	$children = ask_json('show', $holder, '--limit=100')['children'];
	if (($children[0]['link'] ?? '') === 'dynamic_properties') {
		$children = ask_json('show', "#{$children[0]['node_id']}", '--limit=100')['children'];
	}
	$children = array_filter($children, fn ($child) => $child['label'][0] === '[');
	claim("all of $holder", count($children) === $expected, [count($children), $children]);
	foreach ($children as $child) {
		$value = ask_json('show', "#{$child['node_id']}");
		$again = ask_json('show', $value['path']);
		claim("$value[path] is what it is called", ($again['node_id'] ?? null) === $child['node_id'], [$value, ask('show', $value['path'])]);
	}
}
/* And as one would write it in PHP. */
foreach (['App\Entity\Product', 'it\'s', 'say "x"', 'a]b', '$HOME `id`', 'run:12::$map', '\\', ' in run()', "line\nbreak", ''] as $key) {
	$value = ask_json('show', 'Manager::$odd[' . var_export($key, true) . '][0]->name');
	claim('the key ' . json_encode($key), str_starts_with($value['label'] ?? '', 'string "odd '), $value);
}
claim('a class name as people type it', (ask_json('show', "\$manager->identityMap['App\Entity\Product'][5]")['label'] ?? '') !== '');
claim('in quotes', (ask_json('show', '$manager->identityMap["App\Entity\Product"]')['retained_bytes'] ?? 0) > 200000);

foreach (['$nothing', '#99999999', '#x', '@0x1', '@zz', 'class:Nobody', ''] as $what) {
	[$status, $text] = ask('show', $what);
	claim("nothing is called '$what'", $status === 2 && str_contains($text, 'nothing in it is called'), $text);
}
claim('a wrong format', ask('show', '$map', '-f', 'xml')[0] === 1);

/* The first screen names the next step, and that is one. */
exec(escapeshellarg($rdump) . ' report -q --brief ' . escapeshellarg($dump), $screen);
$next = preg_grep('~more: rdump holders FILE~', $screen);
claim('the first screen names a command', count($next) === 1, $screen);
$shell = preg_replace('~^ *more: rdump (.*) FILE ~', escapeshellarg($rdump) . ' $1 -q ' . escapeshellarg($dump) . ' ', reset($next));
exec($shell, $answer, $status);
claim('it can be run', $status === 0 && count(preg_grep('~^Held by$~', $answer)) === 1, [$shell, $answer]);
