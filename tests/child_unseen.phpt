--TEST--
An application that waits for its children does not see the copy that writes a dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_if_emulated();
skip_unless_extension('pcntl');
skip_unless_php(70100);
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('around_calls.c', array('-shared', '-fPIC', '-lpthread'), '.so');
$child = run_php($dir, '
	pcntl_async_signals(true);
	pcntl_signal(SIGCHLD, function () { echo "SIGCHLD "; });
	$own = pcntl_fork();
	if ($own === 0) { usleep(300000); posix_or_kill(); }
	function posix_or_kill() { exec("true"); exit(7); }
	var_dump(rdump_dump("' . $dir . '/a.rdump"));
	pcntl_signal(SIGCHLD, SIG_DFL);
	var_dump(pcntl_waitpid(-1, $status) === $own, pcntl_wexitstatus($status), pcntl_waitpid(-1, $status, WNOHANG));
	/* late ones as well, and none of them stays as a zombie */
	ini_set("display_errors", "0");
	for ($i = 0; $i < 3; $i++) { rdump_dump("' . $dir . '/a.rdump"); }
	var_dump(pcntl_waitpid(-1, $status, WNOHANG));
	sleep(3);
	rdump_dump("' . $dir . '/a.rdump");
	$zombies = 0;
	foreach (glob("/proc/[0-9]*/stat") as $file) {
		$zombies += (int) (preg_match("/\) Z " . getmypid() . " /", (string) @file_get_contents($file)) === 1);
	}
	var_dump($zombies);
', array('extensions' => array('pcntl'), 'ini' => array('rdump.max_seconds' => '1')));
check_same('what the application sees', "bool(true)\nbool(true)\nint(7)\nint(-1)\nint(-1)\nint(0)\n", str_replace('SIGCHLD ', '', $child->output));
check('one SIGCHLD at most: that of its own child', substr_count($child->output, 'SIGCHLD') <= 1, $child->output);
whole_dump("$dir/a.rdump");
checks_done();
?>
--EXPECT--
3 checks passed
