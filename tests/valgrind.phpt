--TEST--
Valgrind finds no lost block and no invalid access of the extension
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_command('valgrind');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$run = function ($code, array $ini = array(), array $env = array()) use ($dir) {
	file_put_contents("$dir/child.php", "<?php $code");
	$words = array_merge(array('valgrind', '--leak-check=full', '--show-leak-kinds=definite,indirect', '--undef-value-errors=no', '--child-silent-after-fork=yes',
		'--suppressions=' . __DIR__ . '/lib/valgrind.supp',
		"--log-file=$dir/valgrind.log"), php_words($ini), array("$dir/child.php"));
	putenv('USE_ZEND_ALLOC=0');
	$output = (string) shell_exec(implode(' ', $env) . ' ' . implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1');
	putenv('USE_ZEND_ALLOC');
	$log = file_get_contents("$dir/valgrind.log");
	$lost = preg_match('/definitely lost: ([\d,]+) bytes in ([\d,]+) blocks/', $log, $match) ? $match[2] : '0';
	if (strpos($log, 'All heap blocks were freed') === false) {
		check('valgrind counted', $match !== array(), $log);
	}
	check_same('lost blocks', '0', $lost);
	check('no error', strpos($log, 'ERROR SUMMARY: 0 errors') !== false, $log);
	return $output;
};
$output = $run('
	for ($i = 0; $i < 3; $i++) {
		var_dump(rdump_dump("' . $dir . '/a.rdump", $i === 2));
		var_dump(@rdump_dump("' . $dir . '/missing/a.rdump"));
		var_dump(rdump_set_oom_dump("' . $dir . '/%p.rdump"));
		var_dump(rdump_set_oom_dump("relative.rdump", true));
	}
	var_dump(rdump_set_oom_dump(null));
', array('rdump.oom_dump' => "$dir/%p.rdump"));
check_same('the results', str_repeat("bool(true)\nbool(false)\nbool(true)\nbool(true)\n", 3) . "bool(true)\n", $output);
whole_dump("$dir/a.rdump");
unlink("$dir/a.rdump");

if (PHP_VERSION_ID >= 80000) { /* tracked allocation: a memory limit without PHP's own allocator */
	$output = $run('
		rdump_set_oom_dump("' . $dir . '/own.rdump");
		for ($i = 0; ; $i++) { $rows[] = str_repeat("row $i", 1000); }
	', array('memory_limit' => LIMIT), array('USE_TRACKED_ALLOC=1'));
	check('the error is reported', strpos($output, 'Allowed memory size of') !== false, $output);
	whole_dump("$dir/own.rdump");
}
checks_done();
?>
--EXPECTF--
%d checks passed
