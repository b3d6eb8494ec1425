--TEST--
rdump_set_oom_dump() means the folder as it is then
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/inside");
mkdir("$dir/inside/real");
mkdir("$dir/outside");
foreach (array('confined' => array('open_basedir' => "$dir/inside:" . __DIR__), 'free' => array()) as $name => $more) {
	@unlink("$dir/inside/link");
	symlink("$dir/inside/real", "$dir/inside/link");
	$child = run_php($dir . '/inside', '
		var_dump(rdump_set_oom_dump("' . $dir . '/inside/link/a.rdump"));
		rename("' . $dir . '/inside/link", "' . $dir . '/inside/old"); @unlink("' . $dir . '/inside/old");
		exec("ln -s ' . $dir . '/outside ' . $dir . '/inside/link");
		exhaust_memory();
	', array('ini' => array('memory_limit' => LIMIT, 'rdump.functions' => '1') + $more));
	check("$name: it is set", strpos($child->output, 'bool(true)') !== false, $child->output);
	check_same("$name: nothing where the link leads now", array(), names_in("$dir/outside"));
	check_same("$name: the dump is where it led", array('a.rdump'), dumps_in("$dir/inside/real"));
	@unlink("$dir/inside/real/a.rdump");
}
checks_done();
?>
--EXPECT--
6 checks passed
