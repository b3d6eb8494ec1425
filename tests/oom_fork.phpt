--TEST--
Forked children write dumps of their own, each naming its own process
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
	$kept = marker("parent");
	for ($i = 0; $i < 4; $i++) {
		if (pcntl_fork() === 0) {
			$own = marker("child $i");
			if ($i % 2) {
				exhaust_memory();
			}
			exit(rdump_dump("' . $dir . '/call-" . getmypid() . ".rdump") ? 0 : 1);
		}
	}
	while (pcntl_wait($status) > 0) {
		echo pcntl_wexitstatus($status), " ";
	}
	exhaust_memory();
', array('ini' => oom_ini($dir, array('rdump.oom_dump' => "$dir/oom-%p.rdump")), 'extensions' => array('pcntl')));
check_same('the exit status', 255, $child->exit);
$own = 0;
$names = dumps_in($dir);
foreach ($names as $name) {
	$dump = whole_dump("$dir/$name", "$name is whole");
	check("$name holds its process id", preg_match("/^(call|oom)-{$dump->pid}\\.rdump$/", $name) === 1);
	check("$name holds the parent's marker", count($dump->find(marker('parent'))) === 1);
	for ($i = 0; $i < 4; $i++) {
		$own += count($dump->find(marker("child $i")));
	}
}
check_same('two explicit dumps', 2, count(preg_grep('/^call-/', $names)));
check_same('three automatic dumps', 3, count(preg_grep('/^oom-/', $names)));
check_same("each child's own string is in one dump", 4, $own);
checks_done();
?>
--EXPECT--
19 checks passed
