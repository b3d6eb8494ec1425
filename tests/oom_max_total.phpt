--TEST--
rdump.oom_dump_max_total bounds the dumps of a folder together, the coming one included
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_if_emulated(); /* the emulator's own memory is in the dump */
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

/* The coming dump counts as what PHP has from the system: nearly all of the 4 MB limit. */
function oom_with_total($dir, $total, $path = '%p.rdump')
{
	$child = run_php(dirname($dir), 'exhaust_memory();', array('ini' => array('memory_limit' => LIMIT,
		'rdump.oom_dump' => "$dir/$path", 'rdump.oom_dump_max_total' => $total)));
	check_fatal($child, "total $total: the fatal error");
	$made = is_file("$dir/{$child->pid}.rdump");
	@unlink("$dir/{$child->pid}.rdump");
	return $made;
}
mkdir("$dir/d");
$sizes = array('0' => true, '500' => false, '16K' => false, '1024K' => false, '2M' => false, '2m' => false, '0.001G' => false,
	'64M' => true, '65536K' => true, '1.5G' => true, '2T' => true, '2t' => true, '99999999999999999999T' => true,
	'99999999999999999999999999' => true, '67108864' => true);
foreach ($sizes as $total => $dumped) {
	check_same("an empty folder, total $total", $dumped, oom_with_total("$dir/d", (string) $total));
}

function sparse_file($path, $bytes)
{
	$file = fopen($path, 'w');
	ftruncate($file, $bytes);
	fclose($file);
}
sparse_file("$dir/d/old.rdump", 32 << 20);
check_same('32 MB of old dumps, total 34M', false, oom_with_total("$dir/d", '34M'));
check_same('32 MB of old dumps, total 60M', true, oom_with_total("$dir/d", '60M'));
sparse_file("$dir/d/older.rdump", 32 << 20);
check_same('64 MB of old dumps, total 60M', false, oom_with_total("$dir/d", '60M'));
check_same('64 MB of old dumps, total 0', true, oom_with_total("$dir/d", '0'));
remove_tree("$dir/d");

mkdir("$dir/d");
mkdir("$dir/d/folder.rdump");
sparse_file("$dir/d/other.txt", 1 << 30);
sparse_file("$dir/elsewhere", 1 << 30);
symlink("$dir/elsewhere", "$dir/d/link.rdump");
check_same('other files, folders and symlinks do not count', true, oom_with_total("$dir/d", '40M'));

sparse_file("$dir/d/same.rdump", 1 << 30);
$child = run_php($dir, 'exhaust_memory();', array('ini' => array('memory_limit' => LIMIT,
	'rdump.oom_dump' => "$dir/d/same.rdump", 'rdump.oom_dump_max_total' => '40M')));
check('the file about to be replaced does not count', filesize("$dir/d/same.rdump") < 1 << 30);
checks_done();
?>
--EXPECT--
61 checks passed
