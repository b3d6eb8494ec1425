--TEST--
Neither a dump nor a refused one leaves a file descriptor open or a mapping behind
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$count = function () {
	return array(count(scandir('/proc/self/fd')), count(file('/proc/self/maps')));
};
rdump_dump("$dir/a.rdump");
@rdump_dump("$dir/missing/a.rdump");
mkdir("$dir/folder");
$before = $count();
for ($i = 0; $i < 20; $i++) {
	rdump_dump("$dir/a.rdump", $i % 2 === 1);
	@rdump_dump("$dir/missing/a.rdump");
	@rdump_dump("$dir/folder");
}
check_same('descriptors and mappings', $before, $count());
checks_done();
?>
--EXPECT--
1 checks passed
