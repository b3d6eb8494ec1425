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
claim('any index, and what stands behind it', ask_json('holders', 'Audit::$seen[*]->tags[0]')['count'] === 200);
$pairs = ask_json('holders', 'class:Pair');
claim('a class that holds itself: what nobody else holds', $pairs['count'] === 180 && $pairs['held_count'] === 60 && array_column($pairs['holders'], 'count') === [60], $pairs);
claim('and says so', str_contains(ask('holders', 'class:Pair')[1], '(120 of them: held by others of them alone, or by nothing)'), ask('holders', 'class:Pair'));
claim('all are held: no such line', $class['held_count'] === 300 && !str_contains(ask('holders', 'class:User')[1], 'of them:'));
claim('nobody else', str_contains(ask('holders', 'class:Loner')[1], 'Held by nothing but others of them'), ask('holders', 'class:Loner'));
claim('any key, and an index below it', ask_json('holders', 'Manager::$odd[*][0]')['count'] === 26, ask('holders', 'Manager::$odd[*][0]'));
$notes = ask_json('holders', 'class:Author');
claim('of many keys those that hold the same, each value once', count($notes['holders']) === 1 && $notes['holders'][0]['path'] === 'Note::$all[*]->author'
	&& $notes['holders'][0]['count'] === 120 && $notes['holders'][0]['retained_bytes'] === $notes['retained_bytes'], $notes);
claim('a property of what has a key', ask_json('show', "Note::\$all['n2']->author")['holder_count'] === 2
	&& ask_json('show', 'Note::$all[3]->author')['holder_count'] === 2 && ask_json('holders', 'Note::$all[*]->author')['count'] === 60);
claim('any index of the other list', ask_json('holders', 'Audit::$seen[*]')['count'] === 200);
claim('a set is smaller than its container', $class['retained_bytes'] < ask_json('show', '$map')['retained_bytes']
	+ ask_json('show', 'Audit::$seen')['retained_bytes'] + $class['retained_bytes']);

[$status, $text] = ask('holders', '$map');
claim('what alone keeps it', $status === 0 && str_contains($text, 'Gone as soon as one of these is'), $text);
[$status, $text] = ask('show', 'class:User');
claim('show of many: their holders', $status === 0 && str_starts_with($text, 'class:User: 300 values'), $text);
[$status, $text] = ask('show', '$map->byId[*]');
claim('show of an ambiguous path: candidates', $status === 0 && substr_count($text, "\n  #") === 10, $text);
$candidates = ask_json('show', '$map->byId[*]')['candidates'] ?? [];
claim('candidates with their places', count($candidates) === 10 && substr_count($text, "\n" . str_repeat(' ', 27) . 'Audit::$seen[') === 10, $text);
claim('for programs, too', count(preg_grep('~^Audit::\$seen\[~', array_column($candidates, 'path'))) === 10, $candidates);
claim('of a set there is nothing to choose', !isset(ask_json('holders', '$map->byId[*]')['candidates'], ask_json('show', 'class:User')['candidates']));
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

/* Many values. */
function look(string ...$words): array
{
	global $rdump, $dump;
	$command = array_shift($words);
	exec(implode(' ', array_map('escapeshellarg', array_merge([$rdump, $command, '-q', '-f', 'json', $dump], $words))) . ' 2>&1', $lines, $status);
	return json_decode(implode("\n", $lines), true) ?? ['said' => $lines];
}

$stack = look('stack');
claim('the calls', array_column($stack['calls'], 'call') === ['rdump_dump()', 'run:57', '<main>:170'], array_column($stack['calls'] ?? [], 'call'));
$variables = array_column($stack['calls'][1]['variables'], 'retained_bytes', 'name');
claim('their variables, the largest first', isset($variables['map'], $variables['alone'], $variables['manager'])
	&& $variables['alone'] >= 5000 && $variables === array_reverse(array_reverse($variables)), $variables);
$tree = look('tree', '$map', '--depth=2');
claim('a tree: the value, its array, alike ones as one row', $tree['rows'][0]['depth'] === 0 && $tree['rows'][0]['node_id'] === ask_json('show', '$map')['node_id'], $tree);
$all = look('tree', '--depth=1', '--limit=0');
claim('from the top: all of it', abs(array_sum(array_column(array_slice($all['rows'], 1), 'retained_bytes')) - $all['rows'][0]['retained_bytes']) === 0, $all['rows'][0]);
$users = look('instances', 'User', '--limit=0');
claim('all instances', $users['count'] === 300 && count($users['rows']) === 300, $users['count'] ?? $users);
claim('the largest first', $users['rows'][0]['retained_bytes'] >= end($users['rows'])['retained_bytes']);
$page = look('instances', 'User', '--limit=2', '--offset=2', '--sort=id');
claim("a page of them", array_column($page["rows"], "node_id") === array_slice(array_column(look("instances", "User", "--limit=4", "--sort=id")["rows"], "node_id"), 2), $page);
$one = look('instances', 'User', '--where=name=user number 7', '--show=name,tags');
claim('chosen by a property', $one['count'] === 1 && $one['rows'][0]['properties']['name'] === 'user number 7', $one);
claim('all but those', look('instances', 'User', '--where=name!=user number 7')['count'] === 299);
$by_holder = look('instances', 'User', '--group-by=holder');
claim('by holder', array_sum(array_column($by_holder['rows'], 'count')) === 300, $by_holder);
/* One place is made for many: it must be that of each. */
foreach (['User', 'Odd'] as $class) {
	$paths = array_column(look('instances', $class, '--limit=0')['rows'], 'path');
	$expected = array_count_values(preg_replace(['~\[\d+\]~', "~\['[^]]*'\](?= in |\$)~"], '[*]', $paths));
	$groups = array_column(look('instances', $class, '--group-by=holder', '--limit=0')['rows'], 'count', 'key');
	ksort($expected);
	ksort($groups);
	claim("by holder, each $class where its path says", count($paths) > 20 && $groups === $expected, [$groups, $expected]);
}
$by_name = look('instances', 'User', '--group-by=name', '--limit=0');
claim('by a property', $by_name['count'] === 300, $by_name['count'] ?? $by_name);
$expected = [];
for ($i = 0; $i < 11000; $i++) {
	$code = $i % 11 ? "code $i" : 'code ' . $i % 7;
	$expected['code'][] = $i % 25 ? $code : 'long';
	$expected['pair'][] = sprintf("[%d, '%s']", -$i, $code);
	$expected['more'][] = $i % 3 ? 'null' : str_repeat('x', 1 + $i % 50);
}
/* Of these no text is made where a digest does; one by one they have all been made. */
$expected['mixed'] = array_column(array_column(look('instances', 'Row', '--show=mixed', '--limit=0')['rows'], 'properties'), 'mixed');
claim('texts of all kinds', count($expected['mixed']) === 11000 && count(array_unique($expected['mixed'])) > 5000, array_slice($expected['mixed'], 0, 20));
for ($i = 0; $i < 9000; $i++) {
	$expected['at'][] = sprintf('[%d, %d]', $i * 7919 % 20011 - ($i % 2 ? 10000 : 0), $i % 7 ? $i : $i * 1000000007);
}
foreach ($expected as $property => $texts) {
	$class = $property === 'at' ? 'Point' : 'Row';
	$groups = look('instances', $class, "--group-by=$property", '--limit=0')['rows'];
	$keys = array_column($groups, 'key');
	claim("by $property, each text once", $keys === array_unique($keys), array_slice(array_diff_key($keys, array_unique($keys)), 0, 5));
	$counts = [];
	foreach ($groups as $group) {
		$key = preg_match('~^\x{e9}.*long.*\.\.\.$~u', $group['key']) ? 'long' : $group['key'];
		$counts[$key] = ($counts[$key] ?? 0) + $group['count'];
	}
	$texts = array_count_values($texts);
	ksort($counts);
	ksort($texts);
	claim("by $property, most of which differ", $counts === $texts, array_slice(array_diff_assoc($counts, $texts), 0, 5) + [array_sum($counts)]);
	$sorted = $groups;
	usort($sorted, fn ($a, $b) => $b['retained_bytes'] <=> $a['retained_bytes'] ?: strcmp($a['key'], $b['key']));
	claim("by $property, the most bytes first", $groups === $sorted);
	foreach ([[0, 1, 30], [3, 3, 30], [40, 1, 30], [3000, 1, 5]] as [$offset, $threads, $limit]) {
		$some = look('instances', $class, "--group-by=$property", "--offset=$offset", "--limit=$limit", "--threads=$threads");
		claim("by $property, some of them", $some['count'] === count($groups) && $some['rows'] === array_slice($groups, $offset, $limit), $some);
	}
}
$strings = look('strings', '^user number 1[0-9]$');
claim('strings that match', $strings['count'] === 10, $strings);
$copies = look('strings', '--sort=count', '--limit=1');
claim('by copies', $copies['rows'][0]['copies'] >= 1 && $copies['rows'][0]['copies'] * 24 <= $copies['rows'][0]['bytes'], $copies);
[$status, $text] = ask('strings', '(');
claim('a wrong expression', $status === 2 && str_contains($text, 'no regular expression'), $text);
[$status, $text] = ask('show', '$map->nothing[3]');
claim('a wrong path: what there is', $status === 2 && str_contains($text, 'but there is $map'), $text);
exec(escapeshellarg($rdump) . ' report -q -f report-json ' . escapeshellarg($dump), $report);
$finding = current(array_filter(json_decode(implode($report), true)['findings'], fn ($finding) => !empty($finding['evidence_node_ids'])));
claim('the host', json_decode(implode($report), true)['answer']['process']['host'] === php_uname('n'));
$evidence = ask_json('holders', "finding:$finding[signature]");
claim('a finding', ($evidence['count'] ?? 0) >= 1, [$finding, $evidence]);

/* The first screen names the next step, and that is one. */
exec(escapeshellarg($rdump) . ' report -q --brief ' . escapeshellarg($dump), $screen);
claim('the address of a request that is whole', trim($screen[1]) === 'GET http://shop.test/7', $screen);
$next = preg_grep('~more: rdump holders FILE~', $screen);
claim('the first screen names a command', count($next) === 1, $screen);
$shell = preg_replace('~^ *more: rdump (.*) FILE ~', escapeshellarg($rdump) . ' $1 -q ' . escapeshellarg($dump) . ' ', reset($next));
exec($shell, $answer, $status);
claim('it can be run', $status === 0 && count(preg_grep('~^Held by$~', $answer)) === 1, [$shell, $answer]);

/* So do the findings that name a value or a class. */
exec(implode(' ', array_map('escapeshellarg', [$rdump, 'report', '-q', $dump])), $text);
$next = preg_grep('~^    More: rdump holders FILE \'~', $text);
claim('findings name commands', count(preg_grep("~'#~", $next)) > 0 && count(preg_grep("~'class:Row'$~", $next)) > 0, $next);
foreach (array_unique($next) as $line) {
	exec(preg_replace('~^ *More: rdump (.*) FILE ~', escapeshellarg($rdump) . ' $1 -q ' . escapeshellarg($dump) . ' ', $line) . ' 2>&1', $answer, $status);
	claim(trim($line), $status === 0, $answer);
}
/* A signature of the report is understood whatever it is about. */
$report = json_decode(shell_exec(implode(' ', array_map('escapeshellarg', [$rdump, 'report', '-q', '-f', 'json', $dump]))), true);
$of_class = current(array_filter($report['findings'], fn ($one) => $one['kind'] === 'dominant_class'));
claim('a finding about a class: its objects', ask_json('holders', "finding:$of_class[signature]")['count'] === 11000, $of_class);
$of_none = current(array_filter($report['findings'], fn ($one) => $one['kind'] === 'overview'));
[$status, $text] = ask('holders', "finding:$of_none[signature]");
claim('one about all of it', $status === 2 && str_contains($text, 'is about no value'), $text);
[$status, $text] = ask('holders', 'finding:0123456789abcdef');
claim('one that is none', $status === 2 && str_contains($text, 'nothing in it is called finding:'), $text);

/* An answer is not "none" where it is not known. */
[$status, $text] = ask('instances', 'User', '--where=nmae=user number 7');
claim('a property that none has', $status === 2 && str_contains($text, 'none of these objects has a property nmae; near it: name'), $text);
foreach (['--show=nmae', '--show=tags,nmae', '--group-by=nmae'] as $option) {
	[$status, $text] = ask('instances', 'User', $option);
	claim("a property that none has: $option", $status === 2 && str_contains($text, 'none of these objects has a property nmae; near it: name'), $text);
}
claim('nothing is near', str_ends_with(ask('instances', 'User', '--group-by=zzyzx')[1], 'has a property zzyzx'), ask('instances', 'User', '--group-by=zzyzx'));
claim('one that a few have', ask('instances', 'stdClass', '--show=a->b::$c')[0] === 0, ask('instances', 'stdClass', '--show=a->b::$c'));
claim('a property without a value', ask('instances', 'User', '--where=nmae=')[0] === 0);
exec(implode(' ', array_map('escapeshellarg', [$rdump, 'export', '-q', '-f', 'rmem', '-o', "$dump.rmem", $dump])));
exec(implode(' ', array_map('escapeshellarg', [$rdump, 'instances', '-q', "$dump.rmem", 'Counted', '--where=number=5'])) . ' 2>&1', $saved, $status);
unlink("$dump.rmem");
claim('a number', str_starts_with(ask('instances', 'Counted', '--where=number=5')[1], '1 instance,'), ask('instances', 'Counted', '--where=number=5'));
claim('a number in a saved graph', $status === 2 && str_contains(implode($saved), 'a saved graph has no numbers'), $saved);
[$status, $text] = ask('instances', 'User', '--offset=1000');
claim('behind the last row', $status === 0 && str_ends_with($text, '(there are 300: --offset)'), $text);
/* What is wrong by a slip names what is near, and that is understood. */
foreach (['$mapp' => '$map', '$map->byIdd' => '$map->byId', '$map->byID["id-7"]' => '$map->byId', '$map->byId["id-77x"]' => "['id-77']",
	'Audit::$sen' => 'Audit::$seen', 'Adit::$seen' => 'Audit::$seen', 'App\\Audit::$seen[0]' => 'Audit::$seen', 'run:57::$mop' => '$map',
	'class:Usre' => 'class:User', 'class:App\\User' => 'class:User', 'class:USERS' => 'class:User', 'map' => '$map'] as $wrong => $near) {
	[$status, $text] = ask('show', $wrong);
	claim("$wrong: $near is near", $status === 2 && preg_match('~ near it: (.*)~', $text, $match) && str_contains($match[1], $near), $text);
	foreach (explode(', ', $match[1] ?? '') as $one) {
		claim("$one is there", $one !== '' && ask('show', $one)[0] === 0, ask('show', $one));
	}
}
foreach (['class:Zzyzx', '$zzyzx', '', 'finding:zzyzx'] as $wrong) {
	[$status, $text] = ask('show', $wrong);
	claim("nothing is near '$wrong'", $status === 2 && !str_contains($text, 'near it'), $text);
}

/* The list of all objects is no reference. */
$ring = ask_json('instances', 'Ring');
claim('garbage is held by as many as it says', $ring['count'] === 2
	&& str_contains(ask('show', "#{$ring['rows'][0]['node_id']}")[1], 'held by   1 reference, 1 of them known'), $ring);
/* What has a name is no row among others that are alike. */
$year = ask_json('tree', 'Months::$year', '--depth=1', '--limit=20');
claim('properties are rows of their own', count($year['rows']) === 14 && array_unique(array_column($year['rows'], 'count')) === [1]
	&& in_array('october', array_column($year['rows'], 'link'), true), $year);
/* Roots are called what the tree calls them. */
claim('the top', str_starts_with(ask('show', '#0')[1], "(all)  #0\n  own"), ask('show', '#0'));
$tree = ask_json('tree', '#0', '--depth=1');
claim('a root', str_starts_with(ask('show', "#{$tree['rows'][1]['node_id']}")[1], $tree['rows'][1]['label'] . '  #'), $tree);

/* Orders and pages, by the same words everywhere. */
$sorted = fn (array $list) => (sort($list, SORT_STRING) ? $list : null);
$whole = ask_json('show', 'Manager::$odd', '--sort=name', '--limit=0');
$links = array_column($whole['children'], 'link');
claim('what it refers to by name', count($links) === 27 && $links === $sorted($links), $links);
$pages = [];
for ($offset = 0; $offset < 30; $offset += 10) {
	$page = ask_json('show', 'Manager::$odd', '--sort=name', '--limit=10', "--offset=$offset");
	$pages = array_merge($pages, $page['children']);
	claim('each page says how many there are', $page['child_count'] === 27, $page);
}
claim('pages of it are all of it', $pages === $whole['children'], array_column($pages, 'link'));
$by_size = ask_json('show', 'Manager::$odd', '--limit=0')['children'];
claim('pages by size', ask_json('show', 'Manager::$odd', '--limit=7', '--offset=12')['children'] === array_slice($by_size, 12, 7));
claim('retained is the usual order', ask_json('show', 'Manager::$odd', '--limit=0', '--sort=retained')['children'] === $by_size);
$own = array_map(fn ($child) => ask_json('show', "#$child[node_id]")['own_bytes'], ask_json('show', '$alone', '--sort=own')['children']);
claim('by own size', count($own) === 2 && $own[0] >= 5000 && $own[1] < 300, $own);
claim('which page it is', str_contains(ask('show', 'Manager::$odd', '--limit=5', '--offset=20', '--sort=name')[1], "Refers to (by name)")
	&& str_contains(ask('show', 'Manager::$odd', '--limit=5', '--offset=20')[1], '(21 to 25 of 27: --limit, --offset)'), ask('show', 'Manager::$odd', '--limit=5', '--offset=20'));
claim('behind the last', str_contains(ask('show', 'Manager::$odd', '--offset=99')[1], '(there are 27: --offset)'));
$holders = ask_json('show', "\$map->byId['id-7']", '--sort=name')['holders'];
claim('who refers to it by name', count($holders) === 2 && str_starts_with($holders[0]['link'], '$map') && ask_json('show', "\$map->byId['id-7']", '--sort=name', '--offset=1')['holders'] === [$holders[1]], $holders);
$count = ask_json('holders', 'class:User')['holders'];
$name = ask_json('holders', 'class:User', '--sort=name')['holders'];
claim('holders by count and by name', array_column($count, 'count') === [300, 200] && $name === ask_json('show', 'class:User', '--sort=name')['holders']
	&& array_column($name, 'path') === $sorted(array_column($count, 'path')), [$count, $name]);
claim('holders, the second', ask_json('holders', 'class:User', '--offset=1')['holders'] === [$count[1]] && ask_json('holders', 'class:User', '--offset=1')['holder_count'] === 2);
$bytes = array_column(ask_json('holders', 'class:User', '--sort=retained')['holders'], 'retained_bytes');
claim('holders by size', count($bytes) === 2 && $bytes[0] >= $bytes[1], $bytes);
$paths = array_column(look('instances', 'User', '--limit=0', '--sort=name')['rows'], 'path');
claim('objects by name', count($paths) === 300 && $paths === $sorted($paths), $paths);
claim('a page of objects by name', array_column(look('instances', 'User', '--limit=20', '--offset=50', '--sort=name')['rows'], 'path') === array_slice($paths, 50, 20));
$keys = array_column(look('instances', 'Row', '--group-by=code', '--sort=name', '--limit=0')['rows'], 'key');
claim('groups by name', count($keys) > 5000 && $keys === $sorted($keys) && array_column(look('instances', 'Row', '--group-by=code', '--sort=name', '--limit=3', '--offset=2')['rows'], 'key') === array_slice($keys, 2, 3));
$counts = array_column(look('instances', 'Row', '--group-by=code', '--sort=count')['rows'], 'count');
claim('groups by count', count($counts) === 25 && $counts[0] === 440 && max(array_slice($counts, 1)) === $counts[1], $counts);
$labels = array_column(look('strings', '^(user number|tag)', '--sort=name', '--limit=0')['rows'], 'label');
claim('strings by name', count($labels) > 300 && $labels === $sorted($labels), $labels);
claim('a page of strings by name', array_column(look('strings', '^(user number|tag)', '--sort=name', '--limit=5', '--offset=200')['rows'], 'label') === array_slice($labels, 200, 5));
$year = fn (string ...$more) => array_slice(array_column(look('tree', 'Months::$year', '--depth=1', ...$more)['rows'], 'link'), 1);
claim('a tree by name', count($year('--limit=0')) === 13 && $year('--sort=name', '--limit=0') === $sorted($year('--limit=0')), $year('--sort=name', '--limit=0'));
claim('a page of a tree', $year('--limit=4', '--offset=4') === array_slice($year('--limit=0'), 4, 4));
$folded = array_column(array_slice(look('tree', '$map->byId', '--depth=1', '--sort=count')['rows'], 1), 'count');
claim('a tree by count', $folded !== [] && $folded[0] === max($folded), $folded);
foreach ([['show', '$map', '--sort=count'], ['show', 'class:User', '--sort=own'], ['instances', 'User', '--sort=count'], ['instances', 'User', '--sort=id', '--group-by=name']] as $words) {
	[$status, $text] = ask(...$words);
	claim('nothing to sort by: ' . implode(' ', $words), $status === 2 && str_contains($text, 'to sort by'), $text);
}
foreach (['show', 'holders', 'tree', 'instances', 'strings'] as $command) {
	claim("$command: a wrong order", ask($command, '$map', '--sort=size')[0] === 1);
}

/* The same with an index, byte by byte. */
$questions = [['stack'], ['tree'], ['tree', '$map', '--depth=9', '--limit=0'], ['instances', 'User'],
	['instances', 'User', '--limit=7', '--offset=5', '--sort=own'], ['instances', 'User', '--sort=id', '--show=name'],
	['instances', 'User', '--where=name=user number 7'], ['instances', 'User', '--show=nmae'], ['instances', 'User', '--group-by=holder'],
	['show', '$map->byId', '--sort=name', '--offset=5'], ['show', 'class:User', '--sort=name'], ['holders', 'class:User', '--sort=retained', '--offset=1'],
	['tree', '--sort=name', '--limit=3'], ['tree', '$map', '--offset=1', '--sort=count'], ['instances', 'User', '--sort=name', '--offset=5'],
	['instances', 'User', '--group-by=name', '--sort=name'], ['strings', '--sort=name', '--limit=9', '--offset=100'],
	['strings'], ['strings', '--sort=count', '--limit=3', '--offset=2'], ['strings', '--limit=0'], ['strings', '^user number'],
	['show', '$map'], ['show', "#{$user['node_id']}"], ['show', "@{$user['address']}"], ['show', 'class:User'], ['show', '$nothing'], ['show', '$mapp'], ['show', 'class:Usre'], ['show', '$map->byId["id-77x"]'],
	['holders', '$map'], ['holders', 'class:User'], ['holders', 'class:Pair'], ['holders', 'class:Loner'], ['holders', 'class:Manager'], ['holders', '$map->byId[*]'],
	['holders', 'Audit::$seen[*]->tags[0]'], ['holders', "finding:$finding[signature]"],
	['holders', "finding:$of_class[signature]"], ['holders', "finding:$of_none[signature]"]];
$answers = [];
foreach (['without', 'with'] as $round) {
	foreach ($questions as $words) {
		foreach (['text', 'json'] as $form) {
			$command = array_merge([$rdump, $words[0], '-q', '-f', $form, $dump], array_slice($words, 1));
			$answers[$round][implode(' ', $words) . " as $form"] = shell_exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1; echo $?');
		}
	}
	if ($round === 'without') {
		exec(escapeshellarg($rdump) . ' index -q ' . escapeshellarg($dump), $made, $status);
		claim('an index is made', $status === 0 && is_file("$dump.index"), $made);
	}
}
foreach ($answers['without'] as $question => $answer) {
	claim("with an index the same: $question", $answer === $answers['with'][$question], [$answer, $answers['with'][$question]]);
}
unlink("$dump.index");
