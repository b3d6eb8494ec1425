--TEST--
Running out of memory leaves one whole dump, which holds what the script held
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	$kept = marker("kept");
	exhaust_memory();
', array('ini' => oom_ini($dir)));
check_fatal($child);
check_same('the dump is named after the process', array("{$child->pid}.rdump"), dumps_in($dir));
$dump = whole_dump("$dir/{$child->pid}.rdump");
check_same('the process id', $child->pid, $dump->pid);
check_same('the mode', '0600', file_mode("$dir/{$child->pid}.rdump"));
check('the marker string is in it', count($dump->find(marker('kept'))) === 1);
check('it holds the heap', $dump->capturedBytes() > LIMIT_BYTES, $dump->capturedBytes());
check('a late row is in it', count($dump->find('row 2500 row 2500 ')) === 1);
checks_done();
?>
--EXPECT--
9 checks passed
