--TEST--
An automatic dump that fails says why in PHP's error log, and nowhere else
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, 'exhaust_memory();', array('ini' => array('memory_limit' => LIMIT,
	'rdump.oom_dump' => "$dir/missing/%p.rdump", 'log_errors' => '1', 'error_log' => "$dir/log")));
check_same('exit status', 255, $child->exit);
check_same('PHP\'s own report on the output', 1, substr_count($child->output, LIMIT_REACHED));
check('nothing about the dump on the output', strpos($child->output, 'rdump:') === false
	&& strpos($child->output, 'No such file') === false, $child->output);
$log = file("$dir/log", FILE_IGNORE_NEW_LINES);
check_same('PHP\'s own report in the log', 1, count(preg_grep('/error: +Allowed memory size of/', $log)));
$lines = preg_grep("~missing/{$child->pid}\\.rdump.*No such file or directory~", $log);
check_same('one line with path and reason', 1, count($lines));
check('it has a time stamp as PHP\'s own lines', preg_match('/^\[\d\d-[A-Z][a-z][a-z]-\d{4} \d\d:\d\d:\d\d .+\] /', reset($lines)) === 1, reset($lines));

/* With rdump.log=0 success is silent. */
unlink("$dir/log");
$child = run_php($dir, 'exhaust_memory();', array('ini' => oom_ini($dir, array('rdump.log' => '0', 'log_errors' => '1', 'error_log' => "$dir/log"))));
check_same('a dump', array("{$child->pid}.rdump"), dumps_in($dir));
/* PHP 8.5 adds a stack trace to its own line. */
$log = file("$dir/log", FILE_IGNORE_NEW_LINES);
check_same('the log has PHP\'s report alone', array(1, 1, 0), array(count(preg_grep('/^\[/', $log)),
	count(preg_grep('/error: +Allowed memory size of/', $log)), count(preg_grep('/rdump: /', $log))));
checks_done();
?>
--EXPECT--
8 checks passed
