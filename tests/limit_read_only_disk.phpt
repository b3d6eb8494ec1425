--TEST--
A read-only file system: false with the reason
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	hand_over(array(@rdump_dump("' . $dir . '/m/a.rdump"), error_get_last()["message"], scandir("' . $dir . '/m")));
', array('wrap' => array('unshare', '-m', 'sh', '-c', "mkdir $dir/m; mount -t tmpfs -o ro,size=64m none $dir/m; exec \"\$@\"", 'sh')));
list($failed, $message, $names) = handed_over($child->output);
check_same('the result', false, $failed);
check('the reason', preg_match('/a\.rdump.*Read-only file system/', $message) === 1, $message);
check_same('no file', array('.', '..'), $names);
checks_done();
?>
--EXPECT--
3 checks passed
