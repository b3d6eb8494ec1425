--TEST--
The execution time limit and alarms do not cut the automatic dump
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
/* On a slow machine the time may be up before the memory: that says nothing, so again, with twice the time. */
for ($seconds = 1; $seconds <= 16; $seconds *= 2) {
	$child = run_php($dir, '
		pcntl_async_signals(true);
		pcntl_signal(SIGALRM, function () { echo "alarm "; });
		pcntl_alarm(' . $seconds . ');
		set_time_limit(' . $seconds . ');
		exhaust_memory();
	', array('extensions' => array('pcntl'), 'ini' => oom_ini($dir),
		'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, 'WAIT_FOR_TIMERS' => 1)));
	if (strpos($child->output, 'Maximum execution time') === false) {
		break;
	}
}
check_fatal($child);
whole_dump("$dir/{$child->pid}.rdump");
checks_done();
?>
--EXPECT--
3 checks passed
