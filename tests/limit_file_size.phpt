--TEST--
A file size limit gives a warning instead of ending the process, and leaves nothing
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	hand_over(array(@rdump_dump("' . $dir . '/a.rdump"), error_get_last()["message"]));
', array('shell' => 'ulimit -f 200'));
check_same('the process ends well', 0, $child->exit);
list($result, $message) = handed_over($child->output);
check_same('the result', false, $result);
check('the reason', preg_match('/a\.rdump.*File too large/', $message) === 1, $message);
check_same('nothing is left', array(), dumps_in($dir));

$child = run_php($dir, 'exhaust_memory();', array('shell' => 'ulimit -f 200', 'ini' => oom_ini($dir, array('rdump.oom_dump_marker' => '1'))));
check_fatal($child);
check_same('nothing is left of the automatic dump', array(), preg_grep('/^child/', names_in($dir), PREG_GREP_INVERT));
checks_done();
?>
--EXPECT--
7 checks passed
