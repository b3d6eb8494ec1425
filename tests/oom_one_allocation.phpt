--TEST--
Running out of memory by one huge allocation leaves a whole dump
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '$kept = marker("kept"); $huge = str_repeat("x", 1 << 33);', array('ini' => oom_ini($dir)));
check_fatal($child);
$dump = whole_dump("$dir/{$child->pid}.rdump");
check('the marker is in it', count($dump->find(marker('kept'))) === 1);
check('the dump is small', $dump->diskBytes() < 32 << 20, $dump->diskBytes());
checks_done();
?>
--EXPECT--
5 checks passed
