--TEST--
A tebibyte that is reserved and untouched costs a hole, not disk
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);
define('PAGE', page_size());
/* The page that is touched may be a huge one. Of 2 MB, with pages of 4 KB, it is within the bound; of 32 MB, with pages of
 * 16 KB, it comes on top. */
$huge = (int) @file_get_contents('/sys/kernel/mm/transparent_hugepage/hpage_pmd_size');
$huge = $huge > 2 << 20 ? $huge : 0;

foreach (array('0', '1') as $safe_read) {
	$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump"));',
		array('odd_memory' => array('reserved'), 'ini' => array('rdump.safe_read' => $safe_read)));
	if (!$child->memory['reserved']) {
		echo "the address space is limited\n";
		break;
	}
	check_same("$safe_read: success", "bool(true)\n", $child->output);
	$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
	list($at, $size) = $child->memory['reserved'];
	check("$safe_read: the file's size", $dump->fileSize > $size, $dump->fileSize);
	check("$safe_read: its disk usage", $dump->diskBytes() < (32 << 20) + $huge, $dump->diskBytes());
	$middle = $at + ($size >> 1);
	check("$safe_read: the touched page", $dump->read($middle, PAGE) === odd_memory_pattern($middle, PAGE));
	check("$safe_read: the pages around it", $dump->read($middle - PAGE, PAGE) === str_repeat("\0", PAGE)
		&& $dump->read($middle + PAGE, PAGE) === str_repeat("\0", PAGE));
}
checks_done();
?>
--EXPECT--
12 checks passed
