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

$child = run_php($dir, '
	pcntl_async_signals(true);
	pcntl_signal(SIGCHLD, function () { echo "SIGCHLD "; });
	$own = pcntl_fork();
	if ($own === 0) { usleep(300000); exec("true"); exit(7); }
	var_dump(rdump_dump("' . $dir . '/a.rdump"));
	pcntl_signal(SIGCHLD, SIG_DFL);
	var_dump(pcntl_waitpid(-1, $status) === $own, pcntl_wexitstatus($status), pcntl_waitpid(-1, $status, WNOHANG));
', array('extensions' => array('pcntl')));
check_same('what the application sees', "bool(true)\nbool(true)\nint(7)\nint(-1)\n", str_replace('SIGCHLD ', '', $child->output));
check('one SIGCHLD at most: that of its own child', substr_count($child->output, 'SIGCHLD') <= 1, $child->output);
whole_dump("$dir/a.rdump");

/* Late ones as well, however many of them, and none stays as a zombie. They wait for a file. */
$library = compiled('around_calls.c', array('-shared', '-fPIC', '-lpthread'), '.so');
$child = run_php($dir, '
	function state($pid) {
		return preg_match("/\) (\w) /", (string) @file_get_contents("/proc/$pid/stat"), $match) ? $match[1] : "gone";
	}
	$late = array();
	for ($i = 0; $i < 3; $i++) {
		@rdump_dump("' . $dir . '/a.rdump");
		$late[] = preg_match("/process (\d+) goes on/", error_get_last()["message"], $match) ? $match[1] : "none";
	}
	var_dump(count(array_unique($late)), pcntl_waitpid(-1, $status, WNOHANG));
	touch("' . $dir . '/go");
	for ($i = 0; $i < 6000 && array_diff(array_map("state", $late), array("Z", "gone")); $i++) { usleep(10000); }
	var_dump(pcntl_waitpid(-1, $status, WNOHANG));
	@rdump_dump("' . $dir . '/a.rdump");
	echo implode(" ", array_map("state", $late));
', array('extensions' => array('pcntl'), 'ini' => array('rdump.max_seconds' => '1'),
	'env' => array('LD_PRELOAD' => $library, 'STALL_UNTIL' => "$dir/go")));
check_same('late ones', "int(3)\nint(-1)\nint(-1)\ngone gone gone", $child->output);
checks_done();
?>
--EXPECT--
4 checks passed
