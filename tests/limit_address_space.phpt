--TEST--
Under an address space limit the automatic dump works, with the limit nearly reached too
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '$kept = marker("kept"); exhaust_memory();', array('shell' => 'ulimit -v 400000', 'ini' => oom_ini($dir)));
check_fatal($child);
$dump = whole_dump("$dir/{$child->pid}.rdump");
check('the marker is in it', count($dump->find(marker('kept'))) === 1);

/* The system refuses memory before the limit is reached: PHP reports another error, and no call crashes. */
$child = run_php($dir, '
	$hoard = array();
	for ($i = 0; $i < 2000; $i++) {
		$hoard[] = str_repeat("x", 1 << 18);
		if ($i % 100 === 0) { echo (int) @rdump_dump("' . $dir . '/a.rdump"); }
	}
', array('shell' => 'ulimit -v 400000', 'ini' => array('memory_limit' => '-1')));
check('the process ended in PHP\'s own way', $child->signal === null && $child->exit !== null, $child->output);
check('dumps were made', strpos($child->output, '111') === 0, $child->output);
checks_done();
?>
--EXPECT--
6 checks passed
