--TEST--
When the marker appears, dump and folder have reached the disk
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('around_calls.c', array('-shared', '-fPIC', '-lpthread'), '.so');
$env = array('LD_PRELOAD' => $library, 'CALL_LOG' => "$dir/calls");
$ini = array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/a.rdump");
run_php($dir, 'exhaust_memory();', array('env' => $env, 'ini' => $ini + array('rdump.oom_dump_marker' => '1')));
$calls = preg_replace(array('/\.rdump-\d\S*\.part/', '/^openat \.rdump-lock$/'), array('PART', 'lock'), file("$dir/calls", FILE_IGNORE_NEW_LINES));
$calls = array_values(preg_grep('/PART|rdump|sync/', $calls));
check_same('the order', array('openat PART', 'fdatasync', 'renameat PART a.rdump', 'fsync', 'openat a.rdump.done'), $calls);
unlink("$dir/calls");
run_php($dir, 'exhaust_memory();', array('env' => $env, 'ini' => $ini));
check_same('without a marker nobody waits for the disk', 0, substr_count(file_get_contents("$dir/calls"), 'sync'));
checks_done();
?>
--EXPECT--
2 checks passed
