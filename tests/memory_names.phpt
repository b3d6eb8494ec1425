--TEST--
Mapped files with spaces, newlines and " (deleted)" in their names keep their names and bytes
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

$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump"));',
	array('odd_memory' => array('name_spaces', 'name_newline', 'name_deleted', 'name_gone')));
check_same('success', "bool(true)\n", $child->output);
$dump = whole_dump("$dir/a.rdump");
$names = array(
	'name_spaces' => "$dir/  two  spaces ",
	'name_newline' => "$dir/line\\012break", /* the kernel's escape */
	'name_deleted' => "$dir/not really (deleted)",
	'name_gone' => "$dir/gone (deleted)",
);
foreach ($names as $kind => $name) {
	list($at, $size) = $child->memory[$kind];
	check_same("$kind: the name", $name, $dump->entryAt($at)->name);
	check("$kind: the touched bytes", $dump->read($at, 2 * PAGE) === odd_memory_pattern($at, 2 * PAGE));
	check("$kind: the file's bytes", $dump->read($at + 2 * PAGE, 2 * PAGE) === str_repeat("\0", 2 * PAGE));
}
checks_done();
?>
--EXPECT--
14 checks passed
