--TEST--
Where the process may not be copied, it writes the dump itself
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_if_emulated();
skip_unless_root();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/d");
chmod("$dir/d", 0777);
chmod($dir, 0755);
$filtered = compiled('filtered.c');
$wraps = array(
	'a filter' => array($filtered, 'eperm', 'clone'),
	'ulimit -u' => array('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh', '-c', 'ulimit -u 0; exec "$@"', 'sh'),
);
foreach ($wraps as $name => $wrap) {
	$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/d/a.rdump")); exhaust_memory();', array('wrap' => $wrap,
		'ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/d/oom.rdump")));
	check("$name: the call", strpos($child->output, "bool(true)\n") === 0, $child->output);
	check_fatal($child, "$name: the fatal error");
	foreach (array('a.rdump', 'oom.rdump') as $file) {
		whole_dump("$dir/d/$file", "$name: $file is whole");
		@unlink("$dir/d/$file");
	}
}

/* There the time is kept between pieces of the file. */
$library = compiled('around_calls.c', array('-shared', '-fPIC', '-lpthread'), '.so');
$child = run_php($dir, 'var_dump(@rdump_dump("' . $dir . '/d/a.rdump"), error_get_last()["message"]);',
	array('ini' => array('rdump.fork' => '0', 'rdump.max_seconds' => '1'),
		'env' => array('LD_PRELOAD' => $library, 'STALL_SECONDS' => 2)));
check('too slow: false, and why', preg_match('/^bool\(false\)\s.*it took longer than rdump\.max_seconds/', $child->output) === 1, $child->output);
check_same('too slow: no dump', array(), dumps_in("$dir/d"));
checks_done();
?>
--EXPECT--
12 checks passed
