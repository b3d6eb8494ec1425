--TEST--
examples/rdump.ini has every setting with its default
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
preg_match_all('/^;(rdump\.\w+) =(.*)$/m', file_get_contents(__DIR__ . '/../examples/rdump.ini'), $rows, PREG_SET_ORDER);
$sample = array();
foreach ($rows as $row) {
	$sample[$row[1]] = trim($row[2]); /* the last one of rdump.oom_dump is the default */
}
ksort($sample);
$entries = ini_get_all('rdump', true);
ksort($entries);
check_same('the names', array_keys($entries), array_keys($sample));
foreach ($sample as $name => $value) {
	check_same($name, $name === 'rdump.safe_read' && PHP_ZTS ? '1' : $value, (string) $entries[$name]['global_value']);
}
checks_done();
?>
--EXPECT--
17 checks passed
