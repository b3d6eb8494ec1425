--TEST--
Both functions obey open_basedir
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

mkdir("$dir/inside");
mkdir("$dir/outside");
$child = run_php($dir, '
	chdir("' . $dir . '/inside");
	var_dump(rdump_dump("' . $dir . '/inside/a.rdump"));
	var_dump(@rdump_dump("' . $dir . '/outside/a.rdump"));
	echo error_get_last()["message"], "\n";
	var_dump(@rdump_dump("../outside/b.rdump"));
	var_dump(@rdump_set_oom_dump("' . $dir . '/outside/c.rdump"));
	echo error_get_last()["message"], "\n";
	var_dump(rdump_set_oom_dump("' . $dir . '/inside/c.rdump"));
	var_dump(rdump_set_oom_dump("d.rdump"));
', array('ini' => array('rdump.functions' => '1', 'open_basedir' => "$dir/inside"), 'tests_lib' => false));
$lines = preg_grep('/^(bool|.*open_basedir)/', explode("\n", $child->output));
check_same('the results', 'true false false false true true',
	implode(' ', str_replace(array('bool(', ')'), '', preg_grep('/^bool/', $lines))));
check_same('the reasons', 2, count(preg_grep('/open_basedir/', $lines)));
check_same('the files', array('a.rdump'), names_in("$dir/inside"));
check_same('no file outside', array(), names_in("$dir/outside"));
checks_done();
?>
--EXPECT--
4 checks passed
