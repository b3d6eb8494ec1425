--TEST--
An automatic dump holds the call stack of the moment the memory ran out
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/note.inc';
$child = run_php($dir, '
	class Importer {
		function run($rows) { foreach ($rows as $row) { $this->keep($row); } }
		function keep($row) { global $kept; $kept[] = str_repeat($row, 50); }
	}
	function rows() { for ($i = 0; ; $i++) { yield "row $i "; } }
	function import() { (new Importer)->run(rows()); }
	import();
', array('ini' => oom_ini($dir), 'tests_lib' => false));
check_fatal($child);
$note = new RdumpNote(whole_dump("$dir/{$child->pid}.rdump"));
$stack = array_values(array_diff($note->stack(), array('str_repeat')));
check_same('the user functions', array('keep', 'run', 'import', ''), $stack);
$globals = $note->globals();
check('the array that grew', isset($globals['kept']['array']));
checks_done();
?>
--EXPECT--
5 checks passed
