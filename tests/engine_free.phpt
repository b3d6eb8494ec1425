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
preg_match_all('/^ \*   (rdump_[a-z_]+\.c) /m', file_get_contents("$root/rdump_internal.h"), $listed);
$sources = array();
foreach ($listed[1] as $name) {
	$sources[] = "$root/$name";
}
$tests = glob(__DIR__ . '/unit/*_test.c');
check('there are files and tests', count($sources) >= 10 && count($tests) >= 4);
$run = function (array $words) use (&$output) {
	$output = array();
	exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1', $output, $status);
	return $status;
};
foreach (array(array('-fsanitize=address,undefined', '-fno-sanitize-recover'), array()) as $options) {
	$compiler = array_merge(array('cc', '-g', '-O1', '-I', $root), $options);
	$objects = array();
	$status = 0;
	foreach ($sources as $source) {
		$objects[] = $object = "$dir/" . basename($source, '.c') . '.o';
		$status = $status ?: $run(array_merge($compiler, array('-c', '-o', $object, $source)));
	}
	foreach ($tests as $test) {
		$program = "$dir/" . basename($test, '.c');
		$status = $status ?: $run(array_merge($compiler, array('-o', $program, $test), $objects));
		$run_status = $status ?: $run(array($program));
		/* 127: the compiler has sanitizers, this C library (musl) has not */
		if ($options && ($status !== 0 || $run_status === 127)) {
			continue 2;
		}
		check_same(basename($test) . ' compiles', 0, $status);
		check(basename($test) . ' passes', $run_status === 0, implode("\n", $output));
	}
	break;
}
checks_done();
?>
--EXPECT--
11 checks passed
