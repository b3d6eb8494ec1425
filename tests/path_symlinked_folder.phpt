--TEST--
A symlink to a folder may be part of the path; only the file itself may not be one
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/real");
symlink("$dir/real", "$dir/link");
check_same('through a link', true, rdump_dump("$dir/link/a.rdump"));
whole_dump("$dir/real/a.rdump");
checks_done();
?>
--EXPECT--
2 checks passed
