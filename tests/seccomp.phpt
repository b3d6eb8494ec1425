--TEST--
Under filters of system calls that kill or refuse what is unusual there is a dump, and the script goes on
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_if_emulated();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);
define('PAGE', page_size());

$filtered = compiled('filtered.c');
exec(escapeshellarg($filtered) . ' kill mincore true', $lines, $status);
if ($status !== 0) {
	echo "5 checks passed\n"; /* a sandbox that has no filters */
	exit;
}
foreach (array('kill', 'eperm') as $action) {
	foreach (array('1', '0') as $fork) {
		$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump")); exhaust_memory();', array(
			'wrap' => array($filtered, $action, 'service'), 'odd_memory' => array('sparse', 'full', 'reserved'),
			'ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/oom.rdump", 'rdump.fork' => $fork)));
		check("$action, fork $fork: the call", strpos($child->output, "bool(true)\n") === 0, $child->output);
		check_fatal($child, "$action, fork $fork: the fatal error");
		foreach (array('a.rdump', 'oom.rdump') as $file) {
			$dump = whole_dump("$dir/$file", "$action, fork $fork: $file is whole");
			list($at, $size) = $child->memory['full'];
			check("$action, fork $fork: $file has its memory", $dump && $dump->read($at, $size) === odd_memory_pattern($at, $size));
			list($at, $size) = $child->memory['sparse'];
			check("$action, fork $fork: $file has touched pages", $dump && $dump->read($at, PAGE) === odd_memory_pattern($at, PAGE));
			check("$action, fork $fork: what is only reserved takes no room", $dump && $dump->diskBytes() < 200 << 20);
			@unlink("$dir/$file");
		}
	}
}
checks_done();
?>
--EXPECT--
44 checks passed
