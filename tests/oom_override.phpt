--TEST--
rdump_set_oom_dump() overrides the INI path: a path, "" for off, null for the INI again
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$dumps_after = function ($code, $ini_path = 'ini.rdump') use ($dir) {
	foreach (dumps_in($dir) as $name) {
		unlink("$dir/$name");
	}
	$child = run_php($dir, $code . ' exhaust_memory();', array('ini' => array('memory_limit' => LIMIT,
		'rdump.oom_dump' => $ini_path === '' ? '' : "$dir/$ini_path")));
	check_fatal($child, $code);
	check("$code: no complaint", strpos($child->output, 'Warning') === false, $child->output);
	return str_replace($child->pid, 'PID', dumps_in($dir));
};
$set = 'if (rdump_set_oom_dump(%s) !== true) { echo "Warning"; }';
$q = function ($name) use ($dir) {
	return var_export("$dir/$name", true);
};
check_same('nothing set', array('ini.rdump'), $dumps_after(''));
check_same('a path', array('own.rdump'), $dumps_after(sprintf($set, $q('own.rdump'))));
check_same('a path without an INI default', array('own.rdump'), $dumps_after(sprintf($set, $q('own.rdump')), ''));
check_same('a template', array('own-PID.rdump'), $dumps_after(sprintf($set, $q('own-%p.rdump'))));
check_same('off', array(), $dumps_after(sprintf($set, '""')));
check_same('null alone', array('ini.rdump'), $dumps_after(sprintf($set, 'null')));
check_same('a path, then null', array('ini.rdump'), $dumps_after(sprintf($set, $q('own.rdump')) . sprintf($set, 'null')));
check_same('off, then null', array('ini.rdump'), $dumps_after(sprintf($set, '""') . sprintf($set, 'null')));
check_same('the last one wins', array('b.rdump'), $dumps_after(sprintf($set, $q('a.rdump')) . sprintf($set, $q('b.rdump'))));
check_same('a relative path is resolved at the call', array('relative.rdump'),
	$dumps_after('chdir("' . $dir . '"); ' . sprintf($set, '"relative.rdump"') . ' chdir("/");'));

$dumps_after(sprintf($set, $q('lean.rdump')));
$lean = whole_dump("$dir/lean.rdump")->capturedBytes();
$dumps_after(sprintf($set, $q('full.rdump') . ', true'));
$full = whole_dump("$dir/full.rdump")->capturedBytes();
check('a full dump on request', $full > $lean + 1000000);
checks_done();
?>
--EXPECT--
49 checks passed
