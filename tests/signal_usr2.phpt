--TEST--
A SIGUSR2 handler dumps again and again while the script works
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_extension('pcntl');
skip_unless_php(70100); /* pcntl_async_signals() */
skip_unless_extension('posix');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	pcntl_async_signals(true);
	$dumps = 0;
	pcntl_signal(SIGUSR2, function () use (&$dumps) {
		rdump_dump("' . $dir . '/" . $dumps++ . ".rdump") or exit("failed");
	});
	for ($i = 0; $dumps < 20; $i++) {
		$data[$i % 1000] = marker("round " . $i % 1000);
		if ($i % 500 === 0) {
			posix_kill(getmypid(), SIGUSR2);
		}
	}
	echo $dumps;
', array('extensions' => array('pcntl', 'posix')));
check_same('the script ends well', '20', $child->output);
check_same('every dump is there', 20, count(dumps_in($dir)));
foreach (dumps_in($dir) as $name) {
	$dump = whole_dump("$dir/$name", "$name is whole");
}
check_same('the data is in the last', 1, count($dump->find(marker('round 499'))));
checks_done();
?>
--EXPECT--
23 checks passed
