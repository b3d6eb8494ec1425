--TEST--
Where files without a name cannot be made, a dump has a temporary one until it is whole
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('kill_in_write.c', array('-shared', '-fPIC'), '.so');
$env = array('LD_PRELOAD' => $library, 'NO_TMPFILE' => '1');
$files = function () use ($dir) {
	return array_values(preg_grep('/^child-/', names_in($dir), PREG_GREP_INVERT));
};

file_put_contents("$dir/a.rdump", 'the old dump');
chmod("$dir/a.rdump", 0666);
$child = run_php($dir, 'umask(0); var_dump(rdump_dump("' . $dir . '/a.rdump"));', array('env' => $env));
check_same('success', "bool(true)\n", $child->output);
check_same('the files', array('a.rdump'), $files());
check_same('the mode', '0600', file_mode("$dir/a.rdump"));
whole_dump("$dir/a.rdump");

/* A failure removes the temporary file. */
unlink("$dir/a.rdump");
$child = run_php($dir, 'var_dump(@rdump_dump("' . $dir . '/a.rdump"));', array('env' => $env, 'shell' => 'ulimit -f 200'));
check_same('failure', "bool(false)\n", $child->output);
check_same('nothing is left', array(), $files());

/* A process that is killed cannot; what it leaves has no name of a dump. */
$child = run_php($dir, 'rdump_dump("' . $dir . '/a.rdump");', array(
	'ini' => array('rdump.fork' => '0'), 'env' => $env + array('KILL_AT_WRITE' => '5')));
check_same('killed', 15, $child->signal);
$left = $files();
check('one temporary file at most', count($left) <= 1, $left);
check_same('no file that passes for a dump', array(), preg_grep('/^\.rdump-\d+-.*\.part$/', $left, PREG_GREP_INVERT));
checks_done();
?>
--EXPECT--
9 checks passed
