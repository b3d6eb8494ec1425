--TEST--
rdump.oom_report: it is written where the dump is skipped or fails, and says why; where it cannot be written, the log does
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

function outcome($claim, $path, $state, $reason)
{
	$report = is_file($path) ? json_decode(file_get_contents($path), true) : null;
	if (check("$claim: there is a report", is_array($report))) {
		check_same("$claim: state", $state, $report['dump']['state']);
		check("$claim: reason", $reason === null ? $report['dump']['reason'] === null : preg_match($reason, (string) $report['dump']['reason']) === 1, $report['dump']);
		check("$claim: stack and classes", count($report["stack"]) >= 2 && is_array($report['classes']));
	}
	@unlink($path);
}

$ini = oom_ini($dir, array('rdump.oom_report' => "$dir/r.json", 'log_errors' => '1', 'error_log' => "$dir/log"));
$twice = 'register_shutdown_function(function () { exhaust_memory(); }); exhaust_memory();';
foreach (array('1', '0') as $fork) {
	$ini['rdump.fork'] = $fork;

	/* full disk: of the dump */
	@mkdir("$dir/m");
	$small = array('unshare', '-m', 'sh', '-c', "mount -t tmpfs -o size=1m none $dir/m; exec \"\$@\"", 'sh');
	$child = run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump' => "$dir/m/a.rdump") + $ini, 'wrap' => $small));
	check_fatal($child);
	outcome("fork $fork, full disk", "$dir/r.json", 'skipped', '/rdump\.min_free/');

	/* full disk: of the report, to its last byte; the dump is written */
	$full = array('unshare', '-m', 'sh', '-c', "mount -t tmpfs -o size=16k none $dir/m; head -c 100000 /dev/zero >$dir/m/ballast 2>/dev/null; exec \"\$@\"", 'sh');
	$child = run_php($dir, 'register_shutdown_function(function () { echo "left: ", implode(" ", scandir("' . $dir . '/m")); }); exhaust_memory();',
		array('ini' => array('rdump.oom_report' => "$dir/m/r.json", 'rdump.oom_dump' => "$dir/full.rdump") + $ini, 'wrap' => $full));
	check_fatal($child);
	whole_dump("$dir/full.rdump");
	check('a full disk leaves no part of a report', preg_match('/left: \. \.\. ballast$/', $child->output) === 1, $child->output);
	check('the log says so', preg_match('~no crash report to "' . $dir . '/m/r\.json": .*No space left~', file_get_contents("$dir/log")) === 1, file_get_contents("$dir/log"));

	/* pause */
	touch("$dir/.rdump-pause");
	run_php($dir, 'exhaust_memory();', array('ini' => $ini));
	outcome("fork $fork, pause", "$dir/r.json", 'skipped', '/\.rdump-pause/');
	unlink("$dir/.rdump-pause");

	/* count: the second of a worker */
	run_php($dir, $twice, array('ini' => $ini));
	outcome("fork $fork, first", "$dir/r.json", 'written', null);
	outcome("fork $fork, count", "$dir/r-2.json", 'skipped', '/oom_dump_max/');

	/* interval */
	run_php($dir, $twice, array('ini' => array('rdump.oom_dump_max' => '0', 'rdump.oom_dump_min_interval' => '1000') + $ini));
	outcome("fork $fork, interval of the worker", "$dir/r-2.json", 'skipped', '/min_interval/');
	run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump_min_interval' => '1000') + $ini));
	outcome("fork $fork, interval of the folder", "$dir/r.json", 'skipped', '/min_interval/');

	/* budget, missing folder, a path that is too long */
	run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump_max_total' => '1') + $ini));
	outcome("fork $fork, budget", "$dir/r.json", 'skipped', '/oom_dump_max_total/');
	run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump' => "$dir/missing/a.rdump") + $ini));
	outcome("fork $fork, missing folder", "$dir/r.json", 'failed', '/No such file/');
	run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump' => "$dir/" . str_repeat('%h', 2000)) + $ini));
	outcome("fork $fork, too long", "$dir/r.json", 'failed', '/name too long/i');

	/* what is no regular file is left alone */
	symlink("$dir/elsewhere", "$dir/link.json");
	run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_report' => "$dir/link.json") + $ini));
	check('a symbolic link is refused', is_link("$dir/link.json") && !file_exists("$dir/elsewhere"));
	unlink("$dir/link.json");
	unlink("$dir/log");
}
checks_done();
?>
--EXPECTF--
%d checks passed
