--TEST--
The execution time limit and alarms do not cut the automatic dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_extension('pcntl');
skip_unless_php(70100); /* pcntl_async_signals() */
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

/* On a busy machine the time may be up before the memory: that says nothing, so once more. */
for ($attempt = 0; $attempt < 10; $attempt++) {
	$child = run_php($dir, '
		pcntl_async_signals(true);
		pcntl_signal(SIGALRM, function () { echo "alarm "; });
		$ballast = str_repeat("0123456789abcdef", 8 << 20);
		pcntl_alarm(1);
		set_time_limit(1);
		for ($i = 0; ; $i++) {
			$start = microtime(true);
			if ($i === 0) { rdump_dump("' . $dir . '/warm.rdump"); }
			exhaust_memory();
		}
	', array('extensions' => array('pcntl'), 'ini' => oom_ini($dir, array('memory_limit' => '160M'))));
	if (strpos($child->output, 'Maximum execution time') === false) {
		break;
	}
}
check_same('the exit status', 255, $child->exit);
check('the error is the memory limit', strpos($child->output, 'Allowed memory size of') !== false, $child->output);
whole_dump("$dir/{$child->pid}.rdump");
whole_dump("$dir/warm.rdump");
checks_done();
?>
--CLEAN--
<?php
require __DIR__ . '/lib/test.inc';
clean_up(__FILE__);
?>
--EXPECT--
4 checks passed
