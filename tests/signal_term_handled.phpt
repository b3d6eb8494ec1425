--TEST--
A SIGTERM that PHP code handles does not spoil the dump, and is handled afterwards
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_unless_extension('pcntl');
skip_unless_php(70100); /* pcntl_async_signals() */
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('kill_in_write.c', array('-shared', '-fPIC'), '.so');
$child = run_php($dir, '
	pcntl_async_signals(true);
	pcntl_signal(SIGTERM, function () { echo "handled "; });
	var_dump(rdump_dump("' . $dir . '/a.rdump"));
', array('extensions' => array('pcntl'), 'ini' => array('rdump.fork' => '0'), 'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5)));
check_same('both happen', "handled bool(true)\n", $child->output);
whole_dump("$dir/a.rdump");
checks_done();
?>
--EXPECT--
2 checks passed
