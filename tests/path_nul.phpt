--TEST--
A path with a NUL byte is rejected as PHP's own file functions reject it
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

function outcome($call)
{
	try {
		list($result, $warnings) = with_warnings($call);
		return array($result, $warnings);
	} catch (Throwable $e) {
		return array(get_class($e), $e->getMessage());
	}
}
function renamed(array $outcome, $name)
{
	array_walk_recursive($outcome, function (&$text) use ($name) {
		$text = is_string($text) ? str_replace(array('unlink', '$filename'), array($name, '$path'), $text) : $text;
	});
	return $outcome;
}
$path = "$dir/a\0b";
$reference = outcome(function () use ($path) {
	return unlink($path);
});
check_same('rdump_dump()', renamed($reference, 'rdump_dump'), outcome(function () use ($path) {
	return rdump_dump($path);
}));
$outcome = outcome(function () use ($path) {
	return rdump_set_oom_dump($path);
});
check('rdump_set_oom_dump() refuses it too', $outcome[0] !== true, $outcome);
check_same('no file appears', array(), names_in($dir));
checks_done();
?>
--EXPECT--
3 checks passed
