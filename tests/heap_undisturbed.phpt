--TEST--
A dump leaves PHP's memory figures as they are, on success and on failure
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

rdump_dump("$dir/warm-up.rdump"); /* the first call may intern or cache something of PHP's own */
$path = "$dir/a.rdump";
$usage = memory_get_usage();
$real = memory_get_usage(true);
$peak = memory_get_peak_usage();
rdump_dump($path);
$usage2 = memory_get_usage();
$real2 = memory_get_usage(true);
$peak2 = memory_get_peak_usage();
check_same('memory_get_usage()', $usage, $usage2);
check_same('memory_get_usage(true)', $real, $real2);
check_same('memory_get_peak_usage()', $peak, $peak2);
whole_dump($path);
checks_done();
?>
--EXPECT--
4 checks passed
