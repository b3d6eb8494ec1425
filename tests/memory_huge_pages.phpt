--TEST--
Huge pages are dumped byte for byte
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_unless_root();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

/* Reserved for the time of this test. */
$file = '/proc/sys/vm/nr_hugepages';
$before = (int) @file_get_contents($file);
@file_put_contents($file, $before + 2);
foreach (array('0', '1') as $safe_read) {
	$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump"));',
		array('odd_memory' => array('huge_pages', 'full'), 'ini' => array('rdump.safe_read' => $safe_read)));
	check_same("$safe_read: success", "bool(true)\n", $child->output);
	$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
	list($at, $size) = $child->memory['full'];
	check("$safe_read: ordinary memory", $dump->read($at, $size) === odd_memory_pattern($at, $size));
	if ($child->memory['huge_pages']) { /* a kernel without room for them has only the rest to show */
		list($at, $size) = $child->memory['huge_pages'];
		for ($i = 0; $i < $size; $i += 1 << 17) {
			if ($dump->read($at + $i, 1 << 17) !== odd_memory_pattern($at + $i, 1 << 17)) {
				check("$safe_read: the huge page at $i", false);
			}
		}
	} else {
		echo "no huge page could be had\n";
	}
}
@file_put_contents($file, $before);
checks_done();
?>
--EXPECT--
6 checks passed
