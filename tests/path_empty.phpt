--TEST--
An empty path is refused with a warning
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

list($result, $warnings) = with_warnings(function () {
	return rdump_dump('');
});
check_same('the result', false, $result);
check_same('the number of warnings', 1, count($warnings));
check_same('the level', E_WARNING, $warnings[0][0]);
checks_done();
?>
--EXPECT--
3 checks passed
