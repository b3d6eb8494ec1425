--TEST--
Timers and user signals wait until the dump is whole, then take their effect
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
$signals = array('SIGUSR1' => 10, 'SIGUSR2' => 12, 'SIGALRM' => 14, 'SIGVTALRM' => 26, 'SIGPROF' => 27, 'SIGHUP' => 1);
foreach ($signals as $name => $number) {
	foreach (array('rdump_dump("' . $dir . '/a.rdump");', 'exhaust_memory();') as $code) {
		$child = run_php($dir, $code . ' while (true);', array(
			'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, 'KILL_SIGNAL' => $number),
			'ini' => array('rdump.fork' => '0', 'memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/a.rdump"),
		));
		/* SIGPROF is PHP's timer in most builds, whose handler reports "Maximum execution time ... exceeded". */
		check("$name, $code: it ends the process", $child->signal === $number
			|| $name === 'SIGPROF' && $child->exit === 255, "exit status {$child->exit}, signal {$child->signal}");
		whole_dump("$dir/a.rdump", "$name, $code: the dump is whole");
		@unlink("$dir/a.rdump");
	}
}
checks_done();
?>
--EXPECT--
24 checks passed
