--TEST--
Running out of memory by growing the VM stack leaves a whole dump
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, 'function descend($depth) { $kept = marker("frame $depth"); descend($depth + 1); } descend(0);',
	array('ini' => oom_ini($dir)));
check_fatal($child);
$dump = whole_dump("$dir/{$child->pid}.rdump");
check('the first frame is in it', count($dump->find(marker('frame 0'))) === 1);
check('a deep one too', count($dump->find(marker('frame 1000'))) === 1);
checks_done();
?>
--EXPECT--
5 checks passed
