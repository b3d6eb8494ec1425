--TEST--
After rdump.max_seconds the request goes on, and the dump too, for ten times that at most
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_if_emulated();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('around_calls.c', array('-shared', '-fPIC', '-lpthread'), '.so');
function wait_until($condition)
{
	for ($i = 0; $i < 6000 && !$condition(); $i++) {
		usleep(10000);
		clearstatcache();
	}
	return $condition();
}
$exists = function () use ($dir) { return is_file("$dir/a.rdump"); };
$ini = array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/a.rdump", 'rdump.max_seconds' => '2',
	'log_errors' => '1', 'error_log' => "$dir/log", 'rdump.oom_dump_marker' => '1');
$stall = array('LD_PRELOAD' => $library, 'STALL_UNTIL' => "$dir/go");

$child = run_php($dir, '
	$result = @rdump_dump("' . $dir . '/a.rdump");
	var_dump($result, error_get_last()["message"], file_exists("' . $dir . '/a.rdump"));
', array('ini' => $ini, 'env' => $stall));
check('a call: false, and why', preg_match('/^bool\(false\)\s.*not complete after 2 seconds; process \d+ goes on with it.*\sbool\(false\)$/s',
	trim($child->output)) === 1, $child->output);
touch("$dir/go");
check('a call: the dump appears later', wait_until($exists));
whole_dump("$dir/a.rdump", 'a call: it is whole');
unlink("$dir/a.rdump");
unlink("$dir/go");

$child = run_php($dir, 'register_shutdown_function(function () { echo "served ", (int) file_exists("' . $dir . '/a.rdump"); }); exhaust_memory();',
	array('ini' => $ini, 'env' => $stall));
check_fatal($child);
check('the memory limit: the request goes on', substr($child->output, -8) === 'served 0', $child->output);
$log = file_get_contents("$dir/log");
touch("$dir/go");
check('the memory limit: the log says so', preg_match('/rdump: after (?!0|1\.)\d+\.\d+ s the request goes on; process \d+ goes on with the dump to/', $log) === 1, $log);
check('the memory limit: the dump appears later', wait_until($exists));
check('the memory limit: its marker too', wait_until(function () use ($dir) { return is_file("$dir/a.rdump.done"); }));
whole_dump("$dir/a.rdump", 'the memory limit: it is whole');
unlink("$dir/a.rdump");
unlink("$dir/go");

/* Without an answer from the disk the copy ends itself. */
$child = run_php($dir, 'echo (int) @rdump_dump("' . $dir . '/a.rdump"), preg_replace("/.*process (\\\\d+) .*/", " $1", error_get_last()["message"]);',
	array('ini' => array('rdump.max_seconds' => '1') + $ini, 'env' => $stall));
check('a disk that never answers: false', preg_match('/^0 (\d+)$/', $child->output, $match) === 1, $child->output);
check('the copy is there', $match && is_dir("/proc/{$match[1]}"));
check('the copy ends', $match && wait_until(function () use ($match) {
	return !is_dir("/proc/{$match[1]}") || strpos((string) @file_get_contents("/proc/{$match[1]}/stat"), ') Z ') !== false;
}));
check_same('no dump', array(), dumps_in($dir));
checks_done();
?>
--EXPECT--
14 checks passed
