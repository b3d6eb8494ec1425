--TEST--
Of a shared mapping of a sparse or too short file the dump has what is in memory
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
foreach (array('1', '0') as $fork) {
	foreach (array('' => array(), 'filtered' => array($filtered, 'eperm', 'mincore')) as $name => $wrap) {
		$case = trim("fork $fork $name");
		$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump")); exhaust_memory();', array('wrap' => $wrap,
			'odd_memory' => array('sparse_file', 'past_end'),
			'ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/oom.rdump", 'rdump.fork' => $fork)));
		check("$case: the result", strpos($child->output, "bool(true)\n") === 0, $child->output);
		foreach (array('a.rdump', 'oom.rdump') as $file) {
			$dump = whole_dump("$dir/$file", "$case: $file is whole");
			check("$case: $file takes little room", $dump && $dump->diskBytes() < 100 << 20 && filesize("$dir/$file") < 3 << 30);
			list($at) = $child->memory['sparse_file'];
			check("$case: $file has the pages of the sparse file", $dump && $dump->read($at, PAGE) === odd_memory_pattern($at, PAGE)
				&& $dump->read($at + 100 * PAGE, PAGE) === odd_memory_pattern($at + 100 * PAGE, PAGE));
			list($at) = $child->memory['past_end'];
			check("$case: $file has the page of the short file", $dump && $dump->read($at, PAGE) === odd_memory_pattern($at, PAGE));
			@unlink("$dir/$file");
		}
	}
}
checks_done();
?>
--EXPECT--
36 checks passed
