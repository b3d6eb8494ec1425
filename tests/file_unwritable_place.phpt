--TEST--
A missing folder, a file as folder, a forbidden folder: false with the reason, nothing left
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

check_refused('a missing folder', "$dir/missing/a.rdump", '/No such file or directory/');
file_put_contents("$dir/file", '');
check_refused('a file as folder', "$dir/file/a.rdump", '/Not a directory/');
check_refused('/proc', '/proc/a.rdump', '/No such file|not permitted|denied|space/i');
check_refused('a name too long', "$dir/" . str_repeat('n', 300), '/too long/i');
check_refused('a path too long', $dir . str_repeat('/n', 5000), '/too long/i');
check_same('nothing is left', array('file'), names_in($dir));
checks_done();
?>
--EXPECT--
26 checks passed
