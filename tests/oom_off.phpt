--TEST--
Without rdump.oom_dump, running out of memory leaves no file
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array(array(), array('rdump.oom_dump' => '')) as $ini) {
	$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini + array('memory_limit' => LIMIT)));
	check_fatal($child);
	check_same('no file', array(), preg_grep('/^child-/', names_in($dir), PREG_GREP_INVERT));
}
checks_done();
?>
--EXPECT--
6 checks passed
