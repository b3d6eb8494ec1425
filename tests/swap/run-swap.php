<?php
/* The process itself is the subject: see run-swap. */
require dirname(__DIR__) . '/lib/test.inc';
define('PAGE', page_size());

foreach (array('0', '1') as $safe_read) {
	$child = run_php($argv[1], '
		preg_match("/^VmSwap:\s+(\d+) kB/m", file_get_contents("/proc/self/status"), $match);
		hand_over(array((int) $match[1], rdump_dump("' . $argv[1] . '/a.rdump")));
	', array('odd_memory' => array('swapped', 'swapped_shared', 'sparse'), 'ini' => array('rdump.safe_read' => $safe_read)));
	list($swapped_kb, $result) = handed_over($child->output);
	if ($swapped_kb < 256) {
		echo "the kernel swaps nothing out\n";
		exit(77);
	}
	check_same("$safe_read: the result", true, $result);
	$dump = whole_dump("$argv[1]/a.rdump", "$safe_read: the dump is whole");
	foreach (array('swapped', 'swapped_shared') as $kind) {
		list($at, $size) = $child->memory[$kind];
		check("$safe_read: $kind", $dump->read($at, $size) === odd_memory_pattern($at, $size));
	}
	list($at, $size) = $child->memory['sparse'];
	check("$safe_read: pages that were touched", $dump->read($at + 5 * PAGE, PAGE) === odd_memory_pattern($at + 5 * PAGE, PAGE));
	check("$safe_read: pages that were not", $dump->read($at + PAGE, PAGE) === str_repeat("\0", PAGE));
}
checks_done();
exit($checks_passed === 12 ? 0 : 1);
