--TEST--
A relative path is resolved against the request's working directory
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/sub");
chdir("$dir/sub");
check_same('a plain name', true, rdump_dump('here.rdump'));
check_same('a parent folder', true, rdump_dump('../above.rdump'));
whole_dump("$dir/sub/here.rdump");
whole_dump("$dir/above.rdump");
chdir('/');
check_same('the names', array('above.rdump', 'sub'), names_in($dir));
checks_done();
?>
--EXPECT--
5 checks passed
