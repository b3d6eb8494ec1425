--TEST--
A dump is created 0600 whatever the umask, and replaces an old file by a fresh inode
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

foreach (array(0000, 0022, 0777) as $umask) {
	$path = sprintf('%s/%03o.rdump', $dir, $umask);
	$old = umask($umask);
	$result = rdump_dump($path);
	umask($old);
	check_same("umask $umask: success", true, $result);
	check("umask $umask: nobody else may read it", in_array(file_mode($path), array('0600', '0000'), true), file_mode($path));
	if ($umask !== 0777) {
		check_same("umask $umask: the mode", '0600', file_mode($path));
	}
}

file_put_contents("$dir/old.rdump", 'the old content');
chmod("$dir/old.rdump", 0666);
link("$dir/old.rdump", "$dir/hard-link");
$reader = fopen("$dir/old.rdump", 'rb');
$old_inode = fileinode("$dir/old.rdump");
check_same('replacing an old file', true, rdump_dump("$dir/old.rdump"));
clearstatcache();
check('the inode is another', fileinode("$dir/old.rdump") !== $old_inode);
check_same('the mode is not that of the old file', '0600', file_mode("$dir/old.rdump"));
check_same('the other link keeps the old content', 'the old content', file_get_contents("$dir/hard-link"));
check_same('an open descriptor cannot see the dump', 'the old content', stream_get_contents($reader));
whole_dump("$dir/old.rdump");
checks_done();
?>
--EXPECT--
14 checks passed
