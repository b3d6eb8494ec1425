--TEST--
A dump is one point in time, also beside a thread that writes all the time
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_if_emulated();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);
define('PAGE', page_size());

$child = run_php($dir, 'for ($i = 0; $i < 10; $i++) { rdump_dump("' . $dir . '/$i.rdump"); }',
	array('odd_memory' => array('numbered'), 'ini' => array('rdump.fork' => '1')));
list($at, $size) = $child->memory['numbered'];
for ($i = 0; $i < 10; $i++) {
	$dump = whole_dump("$dir/$i.rdump", "dump $i is whole");
	$numbers = array();
	for ($page = 0; $page < $size; $page += PAGE) {
		$numbers[] = $dump->readU64($at + $page);
	}
	/* Some pages have the newest number, all others the one before. */
	$older = array_search($numbers[0] - 1, $numbers, true);
	$expected = $older === false ? array_fill(0, count($numbers), $numbers[0])
		: array_merge(array_fill(0, $older, $numbers[0]), array_fill(0, count($numbers) - $older, $numbers[0] - 1));
	check("dump $i is consistent", $numbers === $expected, $numbers[0] . ' to ' . min($numbers));
}
checks_done();
?>
--EXPECT--
20 checks passed
