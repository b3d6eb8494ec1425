--TEST--
Other users of zend_error_cb get their call, once and untouched, and cannot keep the dump from being written
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_unless(php_headers() !== null, "needs this PHP's headers");
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$hook = compiled('error_hook.c', array_merge(array('-shared', '-fPIC'), php_headers()), '.so');
$code = '
	register_shutdown_function(function () {
		rdump_set_oom_dump("' . $dir . '/second.rdump");
		exhaust_memory();
	});
	rdump_set_oom_dump("' . $dir . '/first.rdump");
	trigger_error("a plain one", E_USER_NOTICE);
	exhaust_memory();
';
/* Were an error dumped twice, the cap of two would be used up before the second error. */
foreach (array('before', 'after') as $order) {
	foreach (array('chain', 'replace') as $mode) {
		$case = "$mode, loaded $order rdump";
		$words = php_words(array('memory_limit' => LIMIT, 'rdump.oom_dump_max' => '2'));
		$at = array_search('extension=' . rdump_so(), $words, true);
		array_splice($words, $order === 'before' ? $at - 1 : count($words), 0, array('-d', "extension=$hook"));
		file_put_contents("$dir/child.php", '<?php require ' . var_export(__DIR__ . '/lib/test.inc', true) . '; ' . $code);
		$output = (string) shell_exec("ERROR_HOOK=$mode ERROR_HOOK_LOG=" . escapeshellarg("$dir/log") . ' '
			. implode(' ', array_map('escapeshellarg', array_merge($words, array("$dir/child.php")))) . ' 2>&1');
		$log = file("$dir/log", FILE_IGNORE_NEW_LINES);
		$lib = realpath(__DIR__ . '/lib/test.inc');
		check_same("$case: calls of the hook", 3, count($log));
		check_same("$case: the notice", E_USER_NOTICE . " $dir/child.php:7 a plain one", $log[0]);
		foreach (array(1, 2) as $i) {
			check("$case: memory error $i", preg_match('/^1 ' . preg_quote($lib, '/')
				. ':\d+ ' . LIMIT_REACHED . ' \(tried to allocate \d+ bytes\)$/', $log[$i]) === 1, $log[$i]);
		}
		check_same("$case: PHP's own report", $mode === 'chain' ? 2 : 0, substr_count($output, 'Allowed memory size'));
		/* The threads of PHP 7 share the callback, so it is not taken back there. */
		$lost = PHP_ZTS && PHP_VERSION_ID < 80000 && $case === 'replace, loaded after rdump';
		check_same("$case: the dumps", $lost ? array() : array('first.rdump', 'second.rdump'), dumps_in($dir));
		foreach (dumps_in($dir) as $name) {
			whole_dump("$dir/$name", "$case: $name");
			unlink("$dir/$name");
		}
		unlink("$dir/log");
	}
}
checks_done();
?>
--EXPECTF--
%d checks passed
