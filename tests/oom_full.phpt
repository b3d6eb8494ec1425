--TEST--
rdump.oom_dump_full=1 makes the automatic dump a full one
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array('0', '1') as $full) {
	$child = run_php($dir, 'file_put_contents("' . $dir . '/smaps", file_get_contents("/proc/self/smaps")); exhaust_memory();', array('ini' => oom_ini($dir, array('rdump.oom_dump_full' => $full))));
	check_fatal($child);
	$dump = whole_dump("$dir/{$child->pid}.rdump");
	$left_out = 0;
	$marked = do_not_dump(file_get_contents("$dir/smaps"));
	foreach ($dump->map as $entry) {
		$left_out += $entry->read && !$dump->regionAt($entry->begin) && !preg_match('/^\[v/', $entry->name)
			&& !isset($marked[$entry->text['begin']]);
	}
	/* Memory marked "do not dump" stays out of full dumps too: the C library may have a piece of it. */
	check("full $full: readable mappings left out", $full === '1' ? $left_out <= 2 : $left_out > 5, $left_out);
}
checks_done();
?>
--EXPECT--
8 checks passed
