--TEST--
Beside Xdebug, in each load order and mode, every memory error leaves exactly one dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless(is_file((string) getenv('RDUMP_XDEBUG')) || is_file(ini_get('extension_dir') . '/xdebug.so'), 'needs Xdebug');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$xdebug = is_file((string) getenv('RDUMP_XDEBUG')) ? getenv('RDUMP_XDEBUG') : ini_get('extension_dir') . '/xdebug.so';
/* Were an error dumped twice, the cap of two would be used up before the second error. */
$code = '
	register_shutdown_function(function () {
		rdump_set_oom_dump("' . $dir . '/second.rdump");
		exhaust_memory();
	});
	rdump_set_oom_dump("' . $dir . '/first.rdump");
	exhaust_memory();
';
foreach (array('before', 'after') as $order) {
	foreach (array('', 'develop', 'off', 'trace', 'debug,develop') as $mode) {
		$so = rdump_so();
		$words = php_words(array('memory_limit' => LIMIT, 'rdump.oom_dump_max' => '2')
			+ ($mode === '' ? array() : array('xdebug.mode' => $mode, 'xdebug.output_dir' => $dir)));
		$at = array_search("extension=$so", $words, true);
		array_splice($words, $order === 'before' ? $at - 1 : count($words), 0, array('-d', "zend_extension=$xdebug"));
		file_put_contents("$dir/child.php", '<?php require ' . var_export(__DIR__ . '/lib/test.inc', true) . '; ' . $code);
		$output = shell_exec(implode(' ', array_map('escapeshellarg', array_merge($words, array("$dir/child.php")))) . ' 2>&1');
		$case = "Xdebug $order rdump, mode '$mode'";
		check("$case: both errors are reported", substr_count($output, LIMIT_REACHED) >= 2, $output);
		check_same("$case: the dumps", array('first.rdump', 'second.rdump'), dumps_in($dir));
		foreach (dumps_in($dir) as $name) {
			whole_dump("$dir/$name", "$case: $name");
			unlink("$dir/$name");
		}
	}
}
checks_done();
?>
--EXPECT--
40 checks passed
