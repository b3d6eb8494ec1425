--TEST--
Path names with spaces, quotes, newlines, percent signs and "(deleted)" are taken literally
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$names = array(' leading', 'two  spaces', "line\nbreak", 'x (deleted)', '%p-%i-%t-%%', "\xff\xfe", "a'b\"c", '-dash', 'ünïcode');
foreach ($names as $name) {
	check_same("writing $name", true, rdump_dump("$dir/$name"));
	whole_dump("$dir/$name", "$name is whole");
}
sort($names, SORT_STRING);
$found = names_in($dir);
sort($found, SORT_STRING);
check_same('the names', $names, $found);
checks_done();
?>
--EXPECT--
19 checks passed
