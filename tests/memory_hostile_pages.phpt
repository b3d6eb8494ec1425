--TEST--
Guard pages and pages past a file's end become zeros; PROT_NONE and write-only memory is left out
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);
define('PAGE', page_size());

foreach (array('0', '1') as $safe_read) {
	$child = run_php($dir, 'var_dump(rdump_dump("' . $dir . '/a.rdump"));', array(
		'ini' => array('rdump.safe_read' => $safe_read),
		'odd_memory' => array('guard', 'no_access', 'truncated', 'write_only', 'full'),
	));
	check_same("$safe_read: success", "bool(true)\n", $child->output);
	$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
	$memory = $child->memory;

	if ($memory['guard']) { /* Linux 6.13 */
		list($at, $size) = $memory['guard'];
		check("$safe_read: before the guards", $dump->read($at, 3 * PAGE) === odd_memory_pattern($at, 3 * PAGE));
		check("$safe_read: the guards", $dump->read($at + 3 * PAGE, 2 * PAGE) === str_repeat("\0", 2 * PAGE));
		check("$safe_read: after the guards",
			$dump->read($at + 5 * PAGE, 11 * PAGE) === odd_memory_pattern($at + 5 * PAGE, 11 * PAGE));
	} else { /* the same number of checks */
		check('no guards', true);
		check('no guards', true);
		check('no guards', true);
	}
	list($at, $size) = $memory['truncated'];
	check("$safe_read: within the file", $dump->read($at, PAGE) === odd_memory_pattern($at, PAGE));
	check("$safe_read: past its end", $dump->read($at + PAGE, 3 * PAGE) === str_repeat("\0", 3 * PAGE));

	check_same("$safe_read: PROT_NONE is listed", 0, $dump->entryAt($memory['no_access'][0])->read);
	check_same("$safe_read: PROT_NONE is left out", null, $dump->regionAt($memory['no_access'][0]));
	check_same("$safe_read: write-only is listed", 0, $dump->entryAt($memory['write_only'][0])->read);
	check_same("$safe_read: write-only is left out", null, $dump->regionAt($memory['write_only'][0]));
	list($at, $size) = $memory['full'];
	check("$safe_read: what comes after is right", $dump->read($at, $size) === odd_memory_pattern($at, $size));
}
checks_done();
?>
--EXPECT--
24 checks passed
