--TEST--
php --ri rdump shows support, versions, the auto-dump and the INI table
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$output = shell_exec(implode(' ', array_map('escapeshellarg',
	array_merge(php_words(array('rdump.oom_dump' => "$dir/%p.rdump", 'rdump.oom_dump_max' => '7')), array('--ri', 'rdump')))));
$lines = array_map('trim', explode("\n", $output));
$shown = array();
foreach ($lines as $line) {
	$parts = explode(' => ', $line);
	if (count($parts) > 1) {
		$shown[$parts[0]] = $parts[1];
	}
}
check('support is enabled', in_array('enabled', $shown, true), $output);
check('the extension version', in_array(phpversion('rdump'), $shown, true), $output);
check('the format version', preg_match('/RDUMP format version => 3$|format.* => (v)?3$/im', $output) === 1, $output);
check('the target tag', in_array('v' . PHP_MAJOR_VERSION . PHP_MINOR_VERSION, $shown, true), $output);
check('a line about the automatic dump', preg_match('/(auto|automatic).?dump.* => available/i', $output) === 1, $output);
check_same('the INI path', "$dir/%p.rdump", $shown['rdump.oom_dump']);
foreach (array_keys(ini_get_all('rdump')) as $name) {
	check("the INI table has $name", isset($shown[$name]), $output);
}
check('both limits', isset($shown['memory_limit']) && isset($shown['memory_hard_limit_percent']), $output);
check_same('the INI cap', '7', $shown['rdump.oom_dump_max']);
checks_done();
?>
--EXPECT--
24 checks passed
