--TEST--
Numbers may have a unit; switches take the usual words; what is neither is refused with a warning, and the default holds
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

function setting($name, $value)
{
	$words = php_words(array($name => $value));
	array_push($words, '-r', 'echo ini_get($argv[1]);', '--', $name);
	return (string) shell_exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1');
}
$defaults = array('rdump.oom_dump_max' => '1', 'rdump.oom_dump_min_interval' => '0', 'rdump.oom_dump_max_total' => '0');
foreach ($defaults as $name => $default) {
	foreach (array('0', '7', '16K', '1.5G', '2T', '99999999999999999999999', '') as $good) {
		check_same("$name=$good", $good, setting($name, $good));
	}
	foreach (array('-1', 'many', '12X', '1,5G', '5MB', '0x10', '1e3', '.') as $bad) {
		$output = setting($name, "'$bad'"); /* quoted: the INI language has operators */
		check("$name=$bad: the warning", strpos($output, 'Warning') !== false && strpos($output, $name) !== false, $output);
		check("$name=$bad: the default", substr($output, -strlen("\n$default")) === "\n$default", $output);
	}
}
foreach (array('rdump.oom_dump_full', 'rdump.oom_dump_marker', 'rdump.safe_read') as $name) {
	foreach (array('1' => '1', 'On' => '1', 'yes' => '1', '0' => '0', 'Off' => '', 'no' => '') as $value => $shown) {
		check_same("$name=$value", $shown, setting($name, $value));
	}
}
checks_done();
?>
--EXPECT--
87 checks passed
