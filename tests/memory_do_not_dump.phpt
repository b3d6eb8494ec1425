--TEST--
Memory marked MADV_DONTDUMP and memfd_secret are listed but stay out, of full dumps too
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array('false', 'true') as $full) {
	foreach (array('0', '1') as $safe_read) {
		$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump", ' . $full . '));', array(
			'ini' => array('rdump.safe_read' => $safe_read),
			'odd_memory' => array('do_not_dump', 'secret', 'full'),
		));
		$case = "full $full, safe_read $safe_read";
		check_same("$case: success", "bool(true)\n", $child->output);
		$dump = whole_dump("$dir/a.rdump", "$case: the dump is whole");
		list($at, $size) = $child->memory['do_not_dump'];
		check("$case: it is in the map", $dump->entryAt($at) !== null && $dump->entryAt($at)->read === 1);
		check_same("$case: it is not captured", null, $dump->regionAt($at));
		check_same("$case: its bytes are nowhere", array(), $dump->find(odd_memory_pattern($at, 16)));
		if ($child->memory['secret']) {
			list($at, $size) = $child->memory['secret'];
			check("$case: secret memory is in the map", $dump->entryAt($at) !== null);
			check_same("$case: secret memory is not captured", null, $dump->regionAt($at));
			check_same("$case: its bytes are nowhere", array(), $dump->find(odd_memory_pattern($at, 16)));
		}
		list($at, $size) = $child->memory['full'];
		check_same("$case: ordinary memory is found by the same search", array($at), $dump->find(odd_memory_pattern($at, 16)));
	}
}
checks_done();
?>
--EXPECT--
36 checks passed
