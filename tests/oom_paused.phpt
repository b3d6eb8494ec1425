--TEST--
A file .rdump-pause in the folder holds automatic dumps back, those alone
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$ini = oom_ini($dir, array('log_errors' => '1', 'error_log' => "$dir/log"));
touch("$dir/.rdump-pause");
$child = run_php($dir, 'echo (int) rdump_dump("' . $dir . '/call.rdump"); exhaust_memory();', array('ini' => $ini));
check_fatal($child);
check_same('only the call', array('call.rdump'), dumps_in($dir));
check('the log says why', strpos(file_get_contents("$dir/log"), 'a file .rdump-pause in the folder holds dumps back') !== false);
unlink("$dir/.rdump-pause");
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini));
check_same('without it there is one', array("{$child->pid}.rdump", 'call.rdump'), dumps_in($dir));
checks_done();
?>
--EXPECT--
5 checks passed
