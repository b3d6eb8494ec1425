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
	'a call' => 'rdump_dump($file); $begin = spent(); while (spent() < $begin + 0.2); echo "served";',
	'the memory limit' => 'register_shutdown_function(function () {
			$begin = spent(); while (spent() < $begin + 0.2); echo "served";
		}); exhaust_memory();',
);
/* The limit is processor time, and under ZTS since 8.3 time that goes by: of that a machine with much else to do takes some for
 * the rest of the script. Where a frozen copy writes, its processor time is none of the process: there it is enough that time
 * goes by. All at the same time, so that such a machine gives more to the test. */
$goes_by = PHP_ZTS && PHP_VERSION_ID >= 80300;
$limit = $goes_by ? 15 : 4;
$spend = array('0' => array($goes_by ? 'SLEEP_SECONDS' : 'SPEND_SECONDS' => $limit + 2), '1' => array('SLEEP_SECONDS' => $limit + 2));
$children = array();
foreach ($spend as $fork => $env) {
	foreach ($codes as $case => $code) {
		$file = "$dir/" . count($children) . '.rdump';
		$children["fork $fork, $case"] = array($file, start_php($dir, '
			function spent() {
				$usage = getrusage();
				return $usage["ru_utime.tv_sec"] + $usage["ru_stime.tv_sec"] + ($usage["ru_utime.tv_usec"] + $usage["ru_stime.tv_usec"]) / 1e6;
			}
			$file = ' . var_export($file, true) . ';
			pcntl_async_signals(true);
			pcntl_signal(SIGALRM, function () { echo "alarm "; });
			pcntl_alarm(1);
			set_time_limit(' . $limit . ');
			' . $code, array('extensions' => array('pcntl'), 'ini' => array('memory_limit' => LIMIT,
				'rdump.oom_dump' => $file, 'rdump.fork' => $fork, 'rdump.max_seconds' => '0'),
			'env' => $env + array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, 'SPENT' => "$file.spent"))));
	}
}
foreach ($children as $case => $started) {
	list($file, $child) = $started;
	$child = wait_for_child($child, 250);
	check("$case: the script goes on", substr($child->output, -6) === 'served', $child->output);
	check("$case: the time is not up", strpos($child->output, 'Maximum execution time') === false, $child->output);
	check("$case: the dump took longer than the script may", is_file("$file.spent"));
	whole_dump($file, "$case: the dump is whole");
}
checks_done();
?>
--EXPECT--
16 checks passed
