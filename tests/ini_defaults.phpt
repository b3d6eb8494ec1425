--TEST--
All INI entries with their defaults, which only php.ini may change
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$zts = PHP_ZTS ? '1' : '0';
$defaults = array(
	'rdump.fork' => '1',
	'rdump.functions' => 'auto',
	'rdump.hard_limit_percent' => '0',
	'rdump.log' => '1',
	'rdump.max_seconds' => '30',
	'rdump.min_free' => '5%',
	'rdump.note_request' => '1',
	'rdump.oom_dump' => '',
	'rdump.oom_dump_full' => '0',
	'rdump.oom_dump_marker' => '0',
	'rdump.oom_dump_max' => '1',
	'rdump.oom_dump_max_total' => '0',
	'rdump.oom_dump_min_interval' => '0',
	'rdump.oom_hook' => '',
	'rdump.oom_report' => '',
	'rdump.safe_read' => $zts,
);
$entries = ini_get_all('rdump');
ksort($entries);
check_same('the names', array_keys($defaults), array_keys($entries));
foreach ($defaults as $name => $value) {
	check_same("$name: default", $value, (string) $entries[$name]['global_value']);
	check_same("$name: access", 4 /* PHP_INI_SYSTEM */, $entries[$name]['access']);
	check_same("$name: refused at run time", false, ini_set($name, '5'));
	check_same("$name: unchanged", $value, (string) ini_get($name));
}
checks_done();
?>
--EXPECT--
65 checks passed
