--TEST--
A process with 10,000 mappings is dumped whole
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array('0', '1') as $safe_read) {
	$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump"));',
		array('odd_memory' => array('many'), 'ini' => array('rdump.safe_read' => $safe_read)));
	check_same("$safe_read: success", "bool(true)\n", $child->output);
	$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
	check("$safe_read: the map has them all", count($dump->map) >= 10000, count($dump->map));
	list($at, $size) = $child->memory['many'];
	$wrong = 0;
	foreach ($dump->regions as $region) {
		if ($region->address >= $at && $region->address < $at + $size) {
			$wrong += $dump->read($region->address, 8) === odd_memory_pattern($region->address, 8) ? 0 : 1;
		}
	}
	check_same("$safe_read: regions with wrong bytes", 0, $wrong);
}
checks_done();
?>
--EXPECT--
8 checks passed
