--TEST--
Numbers may have a unit; switches take the usual words; what is neither is refused with a warning, and the default holds
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

/* One process with the same value for each setting. Returns what it printed, then name => value there. */
function with_settings(array $names, $value)
{
	$words = array_merge(php_words(array_fill_keys($names, $value)), array('-r',
		'echo "\n", json_encode(array_map("ini_get", array_slice($argv, 1)));', '--'), $names);
	$output = (string) shell_exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1');
	$at = strrpos($output, "\n");
	return array(substr($output, 0, $at), array_combine($names, json_decode(substr($output, $at + 1))));
}
$defaults = array('rdump.oom_dump_max' => '1', 'rdump.oom_dump_min_interval' => '0', 'rdump.oom_dump_max_total' => '0',
	'rdump.max_seconds' => '30', 'rdump.hard_limit_percent' => '0', 'rdump.min_free' => '5%');
foreach (array('0', '7', '16K', '1.5G', '2T', '99999999999999999999999', '') as $good) {
	list($output, $values) = with_settings(array_keys($defaults), $good);
	check_same("$good: nothing else is printed", '', $output);
	check_same($good, array_fill_keys(array_keys($defaults), $good), $values);
}
foreach (array('-1', 'many', '12X', '1,5G', '5MB', '0x10', '1e3', '.') as $bad) {
	list($output, $values) = with_settings(array_keys($defaults), "'$bad'"); /* quoted: the INI language has operators */
	foreach ($defaults as $name => $default) {
		check("$name=$bad: one warning", preg_match_all('/Warning.*\b' . preg_quote($name) . '\b/', $output) === 1, $output);
	}
	check_same("$bad: the defaults", $defaults, $values);
}
$switches = array('rdump.oom_dump_full', 'rdump.oom_dump_marker', 'rdump.safe_read', 'rdump.fork', 'rdump.log', 'rdump.note_request');
foreach (array('1' => '1', 'On' => '1', 'yes' => '1', '0' => '0', 'Off' => '', 'no' => '') as $value => $shown) {
	list($output, $values) = with_settings($switches, $value);
	check_same($value, array('', array_fill_keys($switches, $shown)), array($output, $values));
}
checks_done();
?>
--EXPECT--
76 checks passed
