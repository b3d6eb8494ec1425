--TEST--
Bytes at known addresses are in the dump, untouched pages read as zeros and are holes in the file
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
		'odd_memory' => array('full', 'sparse', 'read_only', 'memfd', 'sysv', 'sibling', 'transparent_huge',
			'executor_globals', 'compiler_globals', 'basic_globals'),
	));
	check_same("$safe_read: success", "bool(true)\n", $child->output);
	$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
	$memory = $child->memory;
	foreach (array('full', 'read_only', 'sysv') as $kind) {
		list($at, $size) = $memory[$kind];
		check("$safe_read: $kind", $dump->read($at, $size) === odd_memory_pattern($at, $size));
	}
	$touched = array('sparse' => array(0, 5, 15), 'memfd' => array(0, 1), 'sibling' => array(7, 8),
		'transparent_huge' => array((4 << 20) / PAGE));
	foreach ($touched as $kind => $pages) {
		list($at, $size) = $memory[$kind];
		for ($page = 0; $page < $size / PAGE; $page++) {
			$expected = in_array($page, $pages, true) ? odd_memory_pattern($at + $page * PAGE, PAGE)
				: str_repeat("\0", PAGE);
			if ($dump->read($at + $page * PAGE, PAGE) !== $expected) {
				check("$safe_read: page $page of $kind", false);
			}
		}
		check("$safe_read: $kind was compared", $page === $size / PAGE);
	}
	/* The globals are symbols of the program, except under ZTS. */
	$address_of = function ($name, $default) use ($memory) {
		return PHP_ZTS || !$memory[$name] ? $default : $memory[$name][0];
	};
	check_same("$safe_read: eg_address", $address_of('executor_globals', $dump->eg), $dump->eg);
	check_same("$safe_read: cg_address", $address_of('compiler_globals', $dump->cg), $dump->cg);
	$basic = $dump->moduleGlobals['basic_globals'];
	check_same("$safe_read: basic_globals", $address_of('basic_globals', $basic), $basic);
}
checks_done();
?>
--EXPECT--
24 checks passed
