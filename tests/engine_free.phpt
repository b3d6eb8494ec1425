--TEST--
The files without PHP in them do what they say, on texts and memory made for the purpose
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);
$root = dirname(__DIR__);

/* Without PHP's headers, so that none can slip in; with sanitizers, where the compiler has them. */
$sources = preg_grep('/rdump_(compat|note|oom|report|settings|take|witness)\.c$/', glob("$root/rdump_*.c"),
	PREG_GREP_INVERT);
$sanitizers = array('-fsanitize=address,undefined', '-fno-sanitize-recover');
foreach (array($sanitizers, array()) as $options) {
	foreach (glob(__DIR__ . '/unit/*_test.c') as $test) {
		$program = "$dir/" . basename($test, '.c');
		$words = array_merge(array('cc', '-g', '-O1', '-I', $root, '-o', $program, $test), $options, $sources);
		exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1', $lines, $status);
		if ($status !== 0 && $options) {
			continue 2;
		}
		unset($output);
		exec(escapeshellarg($program) . ' 2>&1', $output, $run_status);
		if ($run_status === 127 && $options) { /* the compiler has them, this C library (musl) has not */
			continue 2;
		}
		check_same(basename($test) . ' compiles', 0, $status);
		check(basename($test) . ' passes', $run_status === 0, implode("\n", $output));
	}
	break;
}
checks_done();
?>
--CLEAN--
<?php
require __DIR__ . '/lib/test.inc';
clean_up(__FILE__);
?>
--EXPECT--
8 checks passed
