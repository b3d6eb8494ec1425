--TEST--
The dump does not depend on error_reporting, display_errors or a user's error handler
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$codes = array(
	'error_reporting(0); exhaust_memory();',
	'ini_set("display_errors", "0"); exhaust_memory();',
	'set_error_handler(function () { return true; }); exhaust_memory();',
	'@exhaust_memory();',
	'try { exhaust_memory(); } catch (Throwable $e) { echo "caught"; } finally { }',
);
foreach ($codes as $code) {
	$child = run_php($dir, $code, array('ini' => oom_ini($dir)));
	check_same("exit status: $code", 255, $child->exit);
	check_same("one dump: $code", array("{$child->pid}.rdump"), dumps_in($dir));
	whole_dump("$dir/{$child->pid}.rdump");
	unlink("$dir/{$child->pid}.rdump");
}
checks_done();
?>
--EXPECT--
15 checks passed
