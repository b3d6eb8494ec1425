--TEST--
A dump fits on the small stack of a fiber
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_php(80100);
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array('rdump_dump("' . $dir . '/a.rdump");' => 'a.rdump', 'exhaust_memory();' => 'oom.rdump') as $code => $name) {
	$child = run_php($dir, '
		$fiber = new Fiber(function () { $kept = marker("kept"); ' . $code . ' });
		$fiber->start();
	', array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/oom.rdump", 'fiber.stack_size' => '65536')));
	check_same("$name: no crash", null, $child->signal);
	check_same("$name: the file", array($name), dumps_in($dir));
	$dump = whole_dump("$dir/$name", "$name is whole");
	check("$name: the fiber's variable", count($dump->find(marker('kept'))) === 1);
	unlink("$dir/$name");
}
checks_done();
?>
--EXPECT--
8 checks passed
