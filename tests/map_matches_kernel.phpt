--TEST--
The map lists every VMA as /proc/self/maps shows it
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; skip_if_emulated(); ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

check_same('rdump_dump() succeeds', true, rdump_dump("$dir/a.rdump"));
$lines = file('/proc/self/maps', FILE_IGNORE_NEW_LINES);
$dump = whole_dump("$dir/a.rdump");

$from_kernel = array();
foreach ($lines as $line) {
	preg_match('/^([0-9a-f]+)-([0-9a-f]+) (....) ([0-9a-f]+) (\S+) (\d+) *(.*)$/', $line, $part);
	$from_kernel[] = array(ltrim($part[1], '0'), ltrim($part[2], '0'), $part[3], ltrim($part[4], '0') ?: '0', $part[5], (int) $part[6], $part[7]);
}
$from_dump = array();
foreach ($dump->map as $e) {
	$flags = ($e->read ? 'r' : '-') . ($e->write ? 'w' : '-') . ($e->execute ? 'x' : '-') . ($e->private ? 'p' : 's');
	$from_dump[] = array($e->text['begin'], $e->text['end'], $flags, $e->text['offset'], $e->device, $e->inode, $e->name);
}
/* The heap may have grown by an entry or moved a border between the two readings; files do not move. */
$files = function ($entry) {
	return $entry[6] !== '' && $entry[6][0] === '/' && !preg_match('~^/(dev/zero|memfd)~', $entry[6]);
};
check_same('the file mappings', array_values(array_filter($from_kernel, $files)), array_values(array_filter($from_dump, $files)));
check('the number of entries is about the same', abs(count($from_kernel) - count($from_dump)) <= 3);
checks_done();
?>
--EXPECT--
4 checks passed
