--TEST--
A folder one may not write to: false with the reason
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_if_root();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/closed", 0555);
check_refused('a closed folder', "$dir/closed/a.rdump", '/Permission denied/');
check_same('nothing is left', array(), names_in("$dir/closed"));
checks_done();
?>
--CLEAN--
<?php
require __DIR__ . '/lib/test.inc';
clean_up(__FILE__);
?>
--EXPECT--
@N@ checks passed
