--TEST--
Dumps under a storm of signals are whole
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_if_emulated();
skip_unless_extension('pcntl');
skip_unless_php(70100); /* pcntl_async_signals() */
skip_unless_extension('posix');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array('0', '1') as $safe_read) {
	$child = run_php($dir, '
		pcntl_async_signals(true);
		$seen = 0;
		foreach (array(SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH) as $signal) {
			pcntl_signal($signal, function () use (&$seen) { $seen++; }, false);
		}
		/* before the storm, in which page faults hardly come to an end */
		$ballast = marker("ballast") . str_repeat("0123456789abcdef", 1 << 20);
		$parent = getmypid();
		$storm = pcntl_fork();
		if ($storm === 0) {
			for ($i = 0; posix_kill($parent, array(SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH)[$i % 4]); $i++);
			exit;
		}
		while ($seen < 10);
		for ($i = 0; $i < 10; $i++) {
			$before = $seen;
			echo (int) rdump_dump("' . $dir . '/$i.rdump");
			for ($end = microtime(true) + 30; $seen === $before && microtime(true) < $end; );
		}
		posix_kill($storm, SIGKILL);
		pcntl_waitpid($storm, $status);
		echo $seen >= 20 ? " stormy" : " calm";
	', array('extensions' => array('pcntl', 'posix'), 'ini' => array('memory_limit' => '-1', 'rdump.safe_read' => $safe_read)));
	check_same("$safe_read: every call succeeds, and signals did come", '1111111111 stormy', $child->output);
	foreach (dumps_in($dir) as $name) {
		$dump = whole_dump("$dir/$name", "$safe_read: $name is whole");
	}
	$ballast = $dump->find(marker('ballast'))[0] + strlen(marker('ballast'));
	$right = 0;
	for ($megabyte = 0; $megabyte < 16; $megabyte++) {
		$right += $dump->read($ballast + ($megabyte << 20), 1 << 20) === str_repeat('0123456789abcdef', 1 << 16);
	}
	check_same("$safe_read: megabytes of the ballast that are right", 16, $right);
}
checks_done();
?>
--EXPECT--
24 checks passed
