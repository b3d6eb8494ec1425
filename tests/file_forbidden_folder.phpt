--TEST--
A folder one may not write to: false with the reason
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_command('setpriv');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/closed", 0555);
/* Root may write anywhere, so it becomes somebody else. */
$root = fileowner('/proc/self') === 0;
$child = run_php($dir, '
	hand_over(array(@rdump_dump("' . $dir . '/closed/a.rdump"), error_get_last()["message"]));
', array('wrap' => $root ? array('setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups') : array()));
list($result, $message) = handed_over($child->output);
check_same('the result', false, $result);
check('the reason', preg_match('~closed/a\.rdump.*Permission denied~', $message) === 1, $message);
check_same('nothing is left', array(), names_in("$dir/closed"));
checks_done();
?>
--EXPECT--
3 checks passed
