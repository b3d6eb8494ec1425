--TEST--
rdump.min_free: what must stay free on the file system
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

/* 128 MB; $used of them are taken. Whether an automatic dump is made: of 4 MB and what else the process has, up to 12 MB. */
function dumped($dir, $used, $min_free)
{
	$child = run_php($dir, 'register_shutdown_function(function () { echo "made ", count(glob("' . $dir . '/m/*.rdump")); }); exhaust_memory();', array(
		'ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/m/%p.rdump", 'log_errors' => '1', 'error_log' => "$dir/log")
			+ ($min_free === null ? array() : array('rdump.min_free' => $min_free)),
		'wrap' => array('unshare', '-m', 'sh', '-c',
			"mkdir -p $dir/m; mount -t tmpfs -o size=128m none $dir/m; head -c {$used}M /dev/zero >$dir/m/used; exec \"\$@\"", 'sh')));
	return substr($child->output, -6) === 'made 1';
}
foreach (array(array(0, null, true), array(119, null, false), array(62, '50%', false), array(105, '10M', true), array(105, '20M', false),
	array(115, '0', true), array(0, '100%', false), array(119, 'nonsense', false), array(0, 'nonsense', true), array(119, '101%', false)) as $case) {
	list($used, $min_free, $expected) = $case;
	check_same("$used MB used, min_free " . var_export($min_free, true), $expected, dumped($dir, $used, $min_free));
}
check('the log says why', strpos(file_get_contents("$dir/log"), 'less than rdump.min_free would stay free') !== false);
checks_done();
?>
--EXPECT--
11 checks passed
