--TEST--
With no file descriptor left a dump fails with a warning, and works again later
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	$open = array();
	while ($file = @fopen("/dev/null", "r")) {
		$open[] = $file;
	}
	$failed = @rdump_dump("' . $dir . '/a.rdump");
	$message = error_get_last()["message"];
	$names = glob("' . $dir . '/*.rdump");
	$open = null;
	hand_over(array($failed, $message, $names, rdump_dump("' . $dir . '/a.rdump")));
', array('shell' => 'ulimit -n 20'));
list($failed, $message, $names, $later) = handed_over($child->output);
check_same('the result', false, $failed);
check('the reason', preg_match('/Too many open files|No file descriptors available/', (string) $message) === 1, $message);
check_same('nothing is left', array(), $names);
check_same('later', true, $later);
whole_dump("$dir/a.rdump");

$child = run_php($dir, 'while ($file = @fopen("/dev/null", "r")) { $open[] = $file; } exhaust_memory();',
	array('shell' => 'ulimit -n 20', 'ini' => oom_ini($dir)));
check_fatal($child);
check_same('no automatic dump, and no harm', array('a.rdump'), dumps_in($dir));
checks_done();
?>
--EXPECT--
8 checks passed
