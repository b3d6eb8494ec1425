<?php
/* check-export.php RDUMP DUMP FOLDER: exports the dump and checks the files. Prints TAP. */
list(, $rdump, $dump, $folder) = $argv;
ini_set('memory_limit', '2G');
$name = basename($dump, '.rdump');

function check($what, $holds, $detail = '')
{
	global $name;
	echo $holds ? 'ok' : 'not ok', " - $name: $what\n", $holds || $detail === '' ? '' : '# ' . str_replace("\n", "\n# ", $detail) . "\n";
}

function export($format, $more = '')
{
	global $rdump, $dump, $folder, $name;
	static $count = 0;
	$out = "$folder/$name-" . $count++ . ".$format";
	exec(escapeshellarg($rdump) . " export -q $more -f $format -o " . escapeshellarg($out) . ' ' . escapeshellarg($dump) . ' 2>&1',
		$output, $status);
	check("$format $more", $status === 0, implode("\n", $output));
	return (string) @file_get_contents($out);
}

function column(array $values, $at, $step)
{
	$column = array();
	for ($count = count($values); $at < $count; $at += $step) {
		$column[] = $values[$at];
	}
	return $column;
}

exec(escapeshellarg($rdump) . ' report -q -f report-json ' . escapeshellarg($dump), $lines);
$report = json_decode(implode("\n", $lines), true);

/* The snapshot: what readers of V8's format insist on. */
$text = export('heapsnapshot');
check('the same bytes twice', $text !== '' && $text === export('heapsnapshot'));
check('strings are the last key', preg_match('/"locations":\[\],\s*"strings":\[/', $text) === 1);
check('ASCII only', preg_match('/[^\x0a\x20-\x7e]/', $text) === 0);
$snapshot = json_decode($text, true);
check('is JSON', is_array($snapshot), json_last_error_msg());
$nodes = $snapshot['nodes'];
$edges = $snapshot['edges'];
$strings = $snapshot['strings'];
$count = count($nodes) / 7;
check('node_count', $snapshot['snapshot']['node_count'] === $count);
check('edge_count', $snapshot['snapshot']['edge_count'] === count($edges) / 3);
check('the graph has all nodes and one above it', $count === $report['meta']['node_count'] + 1,
	"$count, " . $report['meta']['node_count']);
check('edge counts of the nodes add up', array_sum(column($nodes, 4, 7)) === count($edges) / 3);
check('ids are odd and there once', count(array_unique(column($nodes, 2, 7))) === $count &&
	!array_filter(column($nodes, 2, 7), function ($id) { return $id % 2 === 0 || $id >= 1 << 32; }));
check('names are strings of the table', max(column($nodes, 1, 7)) < count($strings));
check('edges lead to nodes', !array_filter(column($edges, 2, 3), function ($to) use ($count) {
	return $to % 7 !== 0 || $to / 7 >= $count;
}));
$named = array_filter(range(0, count($edges) / 3 - 1), function ($edge) use ($edges, $strings) {
	return !in_array($edges[3 * $edge], array(1, 4), true) && $edges[3 * $edge + 1] >= count($strings);
});
check('names of edges are strings of the table', !$named);
$reached = array(0 => true);
$stack = array(0);
$first = array(0);
for ($i = 0; $i < $count; $i++) {
	$first[$i + 1] = $first[$i] + $nodes[7 * $i + 4];
}
while ($stack) {
	$node = array_pop($stack);
	for ($edge = $first[$node]; $edge < $first[$node + 1]; $edge++) {
		$to = $edges[3 * $edge + 2] / 7;
		if ($edges[3 * $edge] !== 6 && !isset($reached[$to])) {
			$reached[$to] = true;
			$stack[] = $to;
		}
	}
}
check('every node is reached over edges that hold', count($reached) === (int) $count);
$bytes = array_sum(column($nodes, 3, 7));

if ($name === 'keys') {
	foreach (array('-5', (string) PHP_INT_MAX, (string) (1 << 40), "\u{ff}\u{fe}", "a\0b", 'äöü', '😀', '"quoted\\"') as $key) {
		check('the key ' . json_encode($key), in_array($key, $strings, true));
	}
	check('long values are cut', max(array_map('strlen', $strings)) <= 4096);
	check('values are there', strpos($text, 'secret-value-7') !== false);
	foreach (array('heapsnapshot', 'folded', 'pprof', 'rmem', 'sqlite', 'meminfo') as $format) {
		$bare = export($format, '--no-values');
		$bare = $format === 'pprof' && function_exists('gzdecode') ? gzdecode($bare) : $bare;
		check("$format: no value without values", $bare !== '' && strpos($bare, 'secret-value') === false &&
			strpos($bare, 'long text') === false && strpos($bare, 'umlauts') === false && strpos($bare, 'quoted') === false);
		check("$format: class names stay", $format === 'folded' || strpos($bare, 'Node') !== false);
	}
}

/* Folded stacks add up to the same. */
$folded = export('folded');
$sum = 0;
foreach (explode("\n", trim($folded)) as $line) {
	if (!preg_match('/^[^\x00-\x1f]+ (\d+)$/', $line, $match)) {
		check('a line of stacks', false, $line);
	}
	$sum += isset($match[1]) ? (int) $match[1] : 0;
}
check('folded stacks add up to the snapshot', $sum === $bytes, "$sum, $bytes");
check('folded: each stack once', count(array_unique(preg_replace('/ \d+$/', '', explode("\n", trim($folded))))) ===
	count(explode("\n", trim($folded))));

/* The profile, read by a reader of its own. */
$packed = export('pprof');
check('pprof is gzip', substr($packed, 0, 2) === "\x1f\x8b");
if (function_exists('gzdecode')) {
	$profile = gzdecode($packed);
	$fields = read_message($profile);
	$sum = 0;
	$labels = count($fields[4]);
	foreach ($fields[2] as $sample) {
		$sample = read_message($sample);
		$sum += $sample[2][1];
		if (max($sample[1]) > $labels || min($sample[1]) < 1 || count($sample[2]) !== 2) {
			check('a sample', false, json_encode($sample));
		}
	}
	check('pprof adds up to the snapshot', $sum === $bytes, "$sum, $bytes");
	check('pprof: text 0 is empty', $fields[6][0] === '');
	check('pprof: two sample types', count($fields[1]) === 2);
}

/* reli's file, read by a reader written from its description alone. */
$rmem = export('rmem');
check('rmem: the same bytes twice', $rmem !== '' && $rmem === export('rmem'));
exec('command -v python3', $python, $status);
if ($status !== 0) {
	echo "ok - $name: rmem, read by another reader # SKIP there is no python3\n";
} else {
	file_put_contents("$folder/$name-read.rmem", $rmem);
	exec('python3 ' . escapeshellarg(__DIR__ . '/read_rmem.py') . ' ' . escapeshellarg("$folder/$name-read.rmem") . ' 2>&1', $read, $status);
	check('rmem: another reader reads it', $status === 0, implode("\n", $read));
	$saved = json_decode(implode("\n", $read), true);
	check('rmem adds up to the snapshot', $saved['bytes'] === $bytes, "$saved[bytes], $bytes");
	$between = array('ArrayElementsContext' => 0, 'ArrayElementContext' => 0, 'ObjectPropertiesContext' => 0,
		'CallFrameVariableTableContext' => 0);
	check('rmem: all nodes of the graph but the one above the roots',
		array_sum(array_diff_key($saved['types'], $between)) === $report['meta']['node_count'] - 1);
	check('rmem: the summary says the same', $saved['summary']['zend_mm_heap_usage'] === (string) $bytes &&
		(int) $saved['summary']['memory_get_usage'] >= $bytes, json_encode($saved['summary']));
	check('rmem: objects have classes', array_sum($saved['classes']) === $saved['types']['ObjectContext']);
}

/* php-meminfo's JSON. PHP keeps one of two keys that are equal: the count of all edges shows that none are. */
$text = export('meminfo');
check('meminfo: the same bytes twice', $text !== '' && $text === export('meminfo'));
$meminfo = json_decode($text, true);
check('meminfo is JSON', is_array($meminfo), json_last_error_msg());
$items = $meminfo['items'];
$total = 0;
$variables = array();
$children = array();
$queue = array();
foreach ($items as $id => $item) {
	$total += (int) $item['size'];
	$children[] = isset($item['children']) ? count($item['children']) : 0;
	if (isset($item['children']) && array_diff_key(array_flip($item['children']), $items)) {
		check('meminfo: children are items', false, "$id: " . json_encode($item));
	}
	if (!is_string($item['size']) || ($item['type'] === 'object') !== isset($item['class'], $item['object_handle']) ||
		$item['is_root'] !== isset($item['frame'], $item['symbol_name'])) {
		check('meminfo: the fields of an item', false, "$id: " . json_encode($item));
	}
	if ($item['is_root']) {
		$queue[] = $id;
		$variables[$item['frame']][] = $item['symbol_name'];
	}
}
check('meminfo: an item for each node below the super-root', count($items) === $report['meta']['node_count'] - 1);
check('meminfo adds up to the snapshot', $total === $bytes, "$total, $bytes");
check('meminfo: what memory_get_usage() said', $meminfo['header']['memory_usage'] === (int) $report['meta']['memory_get_usage'],
	json_encode($meminfo['header']));
$holding = count(array_filter(column($edges, 0, 3), function ($type) { return $type !== 6; }));
$above = $nodes[4] + $nodes[7 + 4];
check('meminfo: each edge that holds is a child or a variable',
	array_sum($children) + count($queue) - count($variables['<ENGINE>']) === $holding - $above,
	array_sum($children) . ' + ' . count($queue) . ' - ' . count($variables['<ENGINE>']) . ", $holding - $above");
check('meminfo: the global variable', $name === 'garbage' || $name === 'weak' && !class_exists('WeakMap') ||
	$name === 'fibers' && !class_exists('Fiber') || in_array('kept', $variables['<GLOBAL>'], true), json_encode($variables));
$reached = array_flip($queue);
while ($queue) {
	$item = $items[array_pop($queue)];
	foreach (isset($item['children']) ? $item['children'] : array() as $child) {
		if (!isset($reached[$child])) {
			$reached[$child] = true;
			$queue[] = $child;
		}
	}
}
$orphans = $nodes[7 + 4] - count($variables['<ENGINE>']);
check('meminfo: every item is reached from a root', $orphans > 0 || count($reached) === count($items),
	count($reached) . ' of ' . count($items));

/* Field number -> list of numbers and byte strings. */
function read_message($bytes)
{
	$fields = array();
	$at = 0;
	while ($at < strlen($bytes)) {
		$tag = read_varint($bytes, $at);
		$value = read_varint($bytes, $at);
		if (($tag & 7) === 2) {
			$length = $value;
			$value = (string) substr($bytes, $at, $length);
			$at += $length;
		}
		$fields[$tag >> 3][] = $value;
	}
	return $fields;
}

function read_varint($bytes, &$at)
{
	$number = 0;
	for ($shift = 0; ; $shift += 7) {
		$byte = ord($bytes[$at++]);
		$number |= ($byte & 0x7f) << $shift;
		if ($byte < 0x80) {
			return $number;
		}
	}
}
