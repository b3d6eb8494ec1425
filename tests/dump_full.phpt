--TEST--
A full dump holds every readable mapping, a lean one only writable and anonymous memory
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

check_same('lean', true, rdump_dump("$dir/lean.rdump"));
check_same('full', true, rdump_dump("$dir/full.rdump", true));
$lean = whole_dump("$dir/lean.rdump", 'the lean dump is whole');
$full = whole_dump("$dir/full.rdump", 'the full dump is whole');

/*
 * Listed, but marked "do not dump": the dump's own scratch mapping, which is gone when the call returns, and
 * memory of the C library's random numbers (glibc 2.41).
 */
$marked = array();
foreach (preg_split('/^(?=[0-9a-f]+-)/m', file_get_contents('/proc/self/smaps')) as $text) {
	$marked[strtok($text, '-')] = preg_match('/^VmFlags:.* dd( |$)/m', $text) === 1;
}
$may_be_left_out = function ($entry) use ($marked) {
	$begin = str_pad($entry->text['begin'], 8, '0', STR_PAD_LEFT);
	return !isset($marked[$begin]) || $marked[$begin];
};
$missing = $surplus = $kernel = array();
foreach ($full->map as $entry) {
	$is_kernel = (bool) preg_match('/^\[v(var|var_vclock|dso|syscall)\]$/', $entry->name);
	$captured = $full->regionAt($entry->begin) !== null;
	if ($is_kernel && $captured) {
		$kernel[] = $entry->name;
	}
	if (!$is_kernel && $entry->read && !$captured && !$may_be_left_out($entry)) {
		$missing[] = $entry->text['begin'] . ' ' . $entry->name;
	}
}
check_same('full: readable entries that are missing', array(), $missing);
check_same('full: pages of the kernel', array(), $kernel);

$read_only_files = 0;
foreach ($lean->map as $entry) {
	$captured = $lean->regionAt($entry->begin) !== null;
	$is_file = $entry->name !== '' && $entry->name[0] === '/' && !preg_match('~^/(dev/zero|memfd:|SYSV)~', $entry->name);
	if ($entry->read && $entry->write && !$captured && !$may_be_left_out($entry)) {
		$missing[] = $entry->name;
	}
	if ($is_file && !$entry->write) {
		$read_only_files++;
		if ($captured) {
			$surplus[] = $entry->name;
		}
	}
}
check_same('lean: writable entries that are missing', array(), $missing);
check_same('lean: read-only file segments', array(), $surplus);
check('there were such segments', $read_only_files > 3);
check('the full dump is noticeably larger', $full->capturedBytes() > $lean->capturedBytes() + 1000000);

/* The ELF header of a program file is in the full dump alone. */
foreach ($full->map as $entry) {
	if ($entry->name === PHP_BINARY && $entry->offset === 0) {
		check_same('full: the ELF header', "\x7fELF", $full->read($entry->begin, 4));
		check_same('lean: no ELF header', null, $lean->read($entry->begin, 4));
		break;
	}
}
checks_done();
?>
--EXPECT--
12 checks passed
