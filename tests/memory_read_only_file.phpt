--TEST--
A read-only file mapping is in a full dump alone, byte for byte
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array('false', 'true') as $full) {
	$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump", ' . $full . '));',
		array('odd_memory' => array('file_read_only')));
	$dump = whole_dump("$dir/a.rdump");
	list($at, $size) = $child->memory['file_read_only'];
	check_same("full $full: the bytes", $full === 'true' ? odd_memory_pattern($at, $size) : null, $dump->read($at, $size));
	check_same("full $full: the name in the map", "$dir/read only", $dump->entryAt($at)->name);
}
checks_done();
?>
--EXPECT--
6 checks passed
