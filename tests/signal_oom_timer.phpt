--TEST--
Time that the dump takes does not count for max_execution_time, and an alarm waits
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
$codes = array(
	'a call' => 'rdump_dump("' . $dir . '/a.rdump"); $begin = hrtime_now(); while (hrtime_now() < $begin + 0.2); echo "served";',
	'the memory limit' => 'register_shutdown_function(function () {
			$begin = hrtime_now(); while (hrtime_now() < $begin + 0.2); echo "served";
		}); exhaust_memory();',
);
foreach (array('0', '1') as $fork) {
	foreach ($codes as $case => $code) {
		$child = run_php($dir, '
			function hrtime_now() { $usage = getrusage(); return $usage["ru_utime.tv_sec"] + $usage["ru_utime.tv_usec"] / 1e6; }
			pcntl_async_signals(true);
			pcntl_signal(SIGALRM, function () { echo "alarm "; });
			pcntl_alarm(1);
			set_time_limit(4);
			' . $code, array('extensions' => array('pcntl'), 'ini' => array('memory_limit' => LIMIT,
				'rdump.oom_dump' => "$dir/a.rdump", 'rdump.fork' => $fork, 'rdump.max_seconds' => '0'),
			'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, 'SPEND_SECONDS' => 6)));
		check("fork $fork, $case: the script goes on", substr($child->output, -6) === 'served', $child->output);
		check("fork $fork, $case: the time is not up", strpos($child->output, 'Maximum execution time') === false, $child->output);
		whole_dump("$dir/a.rdump", "fork $fork, $case: the dump is whole");
		unlink("$dir/a.rdump");
	}
}
checks_done();
?>
--EXPECT--
12 checks passed
