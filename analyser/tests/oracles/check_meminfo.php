<?php
/* check_meminfo.php ANALYZER JSON: asks php-meminfo's analyser about a file that rdump exported. Its summary must have all bytes and
 * items, and it must find a way from a root to an object of each class, unless nothing leads there. */
list(, $analyzer, $file) = $argv;
ini_set('memory_limit', '2G');
$status = 0;

function ask($command, $arguments)
{
	global $analyzer, $file;
	$words = array_merge(array(PHP_BINARY, '-d', 'error_reporting=' . (E_ALL & ~E_DEPRECATED), '-d', 'memory_limit=4G', $analyzer,
		$command), $arguments, array($file));
	exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1', $lines, $code);
	return $code === 0 ? $lines : array("status $code", implode("\n", array_slice($lines, 0, 20)));
}

function check($what, $holds, $detail)
{
	global $status;
	if (!$holds) {
		echo "$what: $detail\n";
		$status = 1;
	}
}

$items = json_decode(file_get_contents($file), true)['items'];
$expected = array();
$one_of = array();
$held = array();
foreach ($items as $id => $item) {
	$type = $item['type'] === 'object' ? $item['class'] : $item['type'];
	$expected += array($type => array(0, 0));
	$expected[$type][0]++;
	$expected[$type][1] += $item['size'];
	$held += isset($item['children']) ? array_flip($item['children']) : array();
	if ($item['type'] === 'object') {
		$one_of[$type] = $id;
	}
}
$summary = ask('summary', array());
$found = array();
foreach ($summary as $line) {
	if (preg_match('/^\| (.*?) +\| (\d+) +\| (\d+) +\|$/', $line, $match)) {
		$found[$match[1]] = array((int) $match[2], (int) $match[3]);
	}
}
ksort($expected);
ksort($found);
check('summary', $found === $expected, implode("\n", $summary));
foreach ($one_of as $class => $id) {
	$way = implode("\n", ask('ref-path', array('-v', $id)));
	$rooted = (bool) preg_match('/Is root: Yes/', $way);
	check("ref-path to a $class", $rooted || (!isset($held[$id]) && strpos($way, 'Found 0 paths') !== false), $way);
}
exit($status);
