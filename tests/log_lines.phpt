--TEST--
The log has the exhausted limit before the dump, and afterwards what became of it
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$log = "$dir/log";
$ini = oom_ini($dir, array('log_errors' => '1', 'error_log' => $log));
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini));
$lines = array_values(preg_grep('/rdump: /', file($log, FILE_IGNORE_NEW_LINES)));
check('first the error', preg_match('~^\[[^]]+ UTC\] rdump: ' . LIMIT_REACHED . ' .* in /.*/test\.inc:\d+; dumping to "' . $dir . "/{$child->pid}\\.rdump\"\$~", $lines[0]) === 1, $lines[0]);
check('then the dump', preg_match('~rdump: dumped (\d+) bytes in \d+\.\d\d\d s to "~', $lines[1], $match) === 1, $lines[1]);
check_same('its size', filesize("$dir/{$child->pid}.rdump"), (int) $match[1]);
check_same('nothing else', 2, count($lines));
unlink($log);

/* A process that is killed in the middle has told what for. */
$library = compiled('kill_in_write.c', array('-shared', '-fPIC'), '.so');
foreach (array('0' => 'KILL_SIGNAL', '1' => 'KILL_PARENT') as $fork => $more) {
	$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini + array('rdump.fork' => (string) $fork),
		'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, $more => 9, 'KILL_SIGNAL' => 9)));
	check_same("fork $fork: killed", 9, $child->signal);
	check("fork $fork: the message is there", strpos((string) @file_get_contents($log), 'rdump: ' . LIMIT_REACHED) !== false);
	@unlink($log);
}

/* Off: failures only. */
run_php($dir, 'exhaust_memory();', array('ini' => $ini + array('rdump.log' => '0')));
check_same('rdump.log=0 and a dump', 0, substr_count(file_get_contents($log), 'rdump: '));
unlink($log);
run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump' => "$dir/missing/a.rdump") + $ini + array('rdump.log' => '0')));
check_same('rdump.log=0 and a failure', 1, preg_match_all('/rdump: no automatic dump to .*: No such file/', file_get_contents($log)));
unlink($log);
run_php($dir, 'exhaust_memory();', array('ini' => array('log_errors' => '0') + $ini));
check_same('log_errors=0', false, file_exists($log));

/* What is left out is said once for each reason. */
require __DIR__ . '/lib/server.inc';
$server = new Server($dir, 'if (isset($_GET["oom"])) { exhaust_memory(); }', array('ini' => $ini + array('rdump.oom_dump_max' => '1')));
for ($i = 0; $i < 4; $i++) {
	$server->get('oom=1');
}
$server->stop();
$text = file_get_contents($log);
check_same('the cap: said once', 1, substr_count($text, 'rdump.oom_dump_max dumps'));
check_same('the error itself is logged each time', 4, preg_match_all('/error: +' . LIMIT_REACHED . '/', $text));
unlink($log);

/* Control characters of a path. */
mkdir("$dir/new\nline\033[2J");
run_php($dir, 'rdump_set_oom_dump(base64_decode("' . base64_encode("$dir/new\nline\033[2J/%p.rdump") . '")); exhaust_memory();', array('ini' => $ini));
$text = file_get_contents($log);
check('they are escaped', strpos($text, "\033") === false && strpos($text, 'new\x0aline\x1b[2J/') !== false, $text);
unlink($log);

if (ini_get('error_log_mode') !== false) { /* PHP 8.2 */
	run_php($dir, 'umask(0); exhaust_memory();', array('ini' => $ini + array('error_log_mode' => '0600')));
	check_same('error_log_mode', '0600', file_mode($log));
} else {
	check('there is no error_log_mode', true);
}
checks_done();
?>
--EXPECT--
15 checks passed
