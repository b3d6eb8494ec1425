--TEST--
A limit met while the next request is read does not end in the last request's folder
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/server.inc';
mkdir("$dir/a");
mkdir("$dir/ini");
$server = new Server($dir, 'if (isset($_GET["set"])) { var_dump(rdump_set_oom_dump("' . $dir . '/a/%p.rdump")); }',
	array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/ini/%p.rdump", 'post_max_size' => '64M', 'max_input_vars' => '1000000',
		'log_errors' => '1', 'error_log' => "$dir/log")));
check('tenant A sets a path', strpos($server->get('set=1'), 'bool(true)') === 0);
$body = '';
for ($i = 0; $i < 60000; $i++) {
	$body .= "secret_of_b_$i=" . str_repeat('x', 60) . '&';
}
@file_get_contents("http://127.0.0.1:{$server->port}/", false, stream_context_create(array('http' => array('method' => 'POST',
	'header' => 'Content-Type: application/x-www-form-urlencoded', 'content' => $body, 'ignore_errors' => true, 'timeout' => 60))));
$server->stop();
$log = (string) @file_get_contents("$dir/log");
check('tenant B meets the limit', strpos($log, LIMIT_REACHED) !== false, $log);
check_same("nothing in A's folder", array(), names_in("$dir/a"));
check_same('the dump is in the folder of the INI', 1, count(dumps_in("$dir/ini")));
checks_done();
?>
--EXPECT--
4 checks passed
