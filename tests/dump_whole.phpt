--TEST--
A lean dump is a whole RDUMP v3 file that names this process and this PHP
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

check_same('rdump_dump() succeeds', true, rdump_dump("$dir/a.rdump"));
$dump = whole_dump("$dir/a.rdump");
check_same('the version tag', 'v' . PHP_MAJOR_VERSION . PHP_MINOR_VERSION, $dump->phpVersion);
check_same('the process id', getmypid(), $dump->pid);
check_same('nothing else is left in the folder', array('a.rdump'), names_in($dir));
checks_done();
?>
--EXPECT--
5 checks passed
