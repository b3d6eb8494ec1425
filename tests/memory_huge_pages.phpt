--TEST--
Huge pages are dumped byte for byte
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_unless_root();
require __DIR__ . '/lib/huge_pages.inc';
$pages = new HugePages(2);
$free = $pages->free();
$pages->giveBack();
skip_unless($free > 0, 'the kernel has no huge page to give');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/huge_pages.inc';
$pages = new HugePages(2);
try {
	foreach (array('0', '1') as $safe_read) {
		$free = $pages->free();
		$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump"));',
			array('odd_memory' => array('huge_pages', 'full'), 'ini' => array('rdump.safe_read' => $safe_read)));
		check_same("$safe_read: success", "bool(true)\n", $child->output);
		$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
		list($at, $size) = $child->memory['full'];
		check("$safe_read: ordinary memory", $dump->read($at, $size) === odd_memory_pattern($at, $size));
		/* The kernel may have had some before this test and have none now. */
		check("$safe_read: there is a huge page", $child->memory['huge_pages'] !== null || $free < 1, "$free are free");
		if ($child->memory['huge_pages']) {
			list($at, $size) = $child->memory['huge_pages'];
			for ($i = 0; $i < $size; $i += 1 << 17) {
				if ($dump->read($at + $i, 1 << 17) !== odd_memory_pattern($at + $i, 1 << 17)) {
					check("$safe_read: the huge page at $i", false);
				}
			}
		}
	}
} finally {
	$pages->giveBack();
}
checks_done();
?>
--EXPECT--
8 checks passed
