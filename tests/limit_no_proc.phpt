--TEST--
Without /proc a dump fails with a warning and the automatic dump does no harm
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$hide = array('unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc; exec "$@"', 'sh');
$child = run_php($dir, '
	hand_over(array(@rdump_dump("' . $dir . '/a.rdump"), error_get_last()["message"]));
', array('wrap' => $hide));
list($failed, $message) = handed_over($child->output);
check_same('the result', false, $failed);
check('the reason', preg_match('~/proc/self/(s?maps|smaps).*No such file~', (string) $message) === 1, $message);
check_same('no file', array(), dumps_in($dir));

file_put_contents("$dir/old.rdump", 'the old dump');
$child = run_php($dir, 'var_dump(@rdump_dump("' . $dir . '/old.rdump"));', array('wrap' => $hide));
check_same('with an old dump: the result', "bool(false)\n", $child->output);
check_same('the old dump is still there', 'the old dump', file_get_contents("$dir/old.rdump"));
$child = run_php($dir, 'exhaust_memory();', array('wrap' => $hide, 'ini' => oom_ini($dir)));
check_fatal($child);
check_same('no automatic dump', array('old.rdump'), dumps_in($dir));
checks_done();
?>
--EXPECT--
8 checks passed
