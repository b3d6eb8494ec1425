--TEST--
rdump.oom_dump_marker=1 leaves an empty .done file beside a whole dump, and never beside a failed one
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$ini = oom_ini($dir, array('rdump.oom_dump' => "$dir/a.rdump"));
run_php($dir, 'exhaust_memory();', array('ini' => $ini));
check_same('off by default', array('a.rdump'), names_in_test($dir));

$ini['rdump.oom_dump_marker'] = '1';
run_php($dir, 'umask(0); exhaust_memory();', array('ini' => $ini));
check_same('the marker appears', array('a.rdump', 'a.rdump.done'), names_in_test($dir));
check_same('it is empty', 0, filesize("$dir/a.rdump.done"));
check_same('its mode', '0600', file_mode("$dir/a.rdump.done"));
whole_dump("$dir/a.rdump");

/* A stale marker: gone before the dump, fresh afterwards. */
file_put_contents("$dir/a.rdump.done", 'stale');
touch("$dir/a.rdump.done", 1);
run_php($dir, 'exhaust_memory();', array('ini' => $ini));
clearstatcache();
check_same('the new marker is empty', 0, filesize("$dir/a.rdump.done"));
check('it is fresh', filemtime("$dir/a.rdump.done") > 1);

/* A dump that fails: the stale marker must not vouch for it. */
mkdir("$dir/b.rdump");
file_put_contents("$dir/b.rdump.done", '');
$ini['rdump.oom_dump'] = "$dir/b.rdump";
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini));
check_fatal($child);
check_same('no marker beside what is no dump', false, file_exists("$dir/b.rdump.done"));

/* A marker that cannot be made changes nothing else. */
mkdir("$dir/c.rdump.done");
mkdir("$dir/c.rdump.done/full");
$ini['rdump.oom_dump'] = "$dir/c.rdump";
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini));
check_fatal($child);
check('the folder in its place is left alone', is_dir("$dir/c.rdump.done/full"));

/* An explicit dump has no marker. */
run_php($dir, 'rdump_dump("' . $dir . '/e.rdump");', array('ini' => $ini));
check_same('an explicit dump', false, file_exists("$dir/e.rdump.done"));

function names_in_test($dir)
{
	return array_values(preg_grep('/^(child-|\.rdump-lock$)/', names_in($dir), PREG_GREP_INVERT));
}
checks_done();
?>
--EXPECT--
14 checks passed
