--TEST--
Processes that dump to the same path at once do not spoil each other's file
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_extension('pcntl');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	for ($i = 0; $i < 4; $i++) {
		if (pcntl_fork() === 0) {
			$failed = 0;
			for ($n = 0; $n < 25 || !is_file("' . $dir . '/enough"); $n++) {
				list($result, $warnings) = with_warnings(function () { return rdump_dump("' . $dir . '/a.rdump"); });
				$failed += $result ? 0 : 1;
			}
			exit($failed);
		}
	}
	$seen = 0;
	while (pcntl_wait($status, WNOHANG) >= 0) {
		if (is_file("' . $dir . '/a.rdump")) {
			try {
				$problems = rdump_problems(new RdumpFile("' . $dir . '/a.rdump"));
			} catch (RuntimeException $e) {
				$problems = strpos($e->getMessage(), "cannot open") === 0 ? array() : array($e->getMessage());
			}
			echo implode("", $problems);
			if (++$seen === 30) { touch("' . $dir . '/enough"); }
		}
		clearstatcache();
	}
	unlink("' . $dir . '/enough");
	echo $seen >= 30 ? "seen" : $seen;
', array('extensions' => array('pcntl')));
check_same('whenever there was a file, it was whole', 'seen', str_replace("\n", '', preg_replace('/Warning: fopen.*No such file.*/', '', $child->output)));
whole_dump("$dir/a.rdump");
check_same('no other file is left', array('a.rdump', basename($child->script)), names_in($dir));
checks_done();
?>
--EXPECT--
3 checks passed
