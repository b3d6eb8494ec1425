--TEST--
Whatever is not a regular file is refused, named and left alone
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

file_put_contents("$dir/target", 'not for you');
symlink("$dir/target", "$dir/link.rdump");
symlink("$dir/nowhere", "$dir/dangling.rdump");
mkdir("$dir/folder.rdump");
exec('mkfifo ' . escapeshellarg("$dir/fifo.rdump"));
$server = stream_socket_server("unix://$dir/s.rdump");
$before = names_in($dir);

check_refused('a symlink', "$dir/link.rdump", '/symbolic link/i');
check_refused('a dangling symlink', "$dir/dangling.rdump", '/symbolic link/i');
check_refused('a directory', "$dir/folder.rdump", '/directory/i');
check_refused('a FIFO', "$dir/fifo.rdump", '/fifo|pipe/i');
check_refused('a socket', "$dir/s.rdump", '/socket/i');
check_refused('a device', '/dev/null', '/device/i');

check_same('the names in the folder', $before, names_in($dir));
check_same("the link's target", 'not for you', file_get_contents("$dir/target"));
check('the links are links', is_link("$dir/link.rdump") && is_link("$dir/dangling.rdump"));
check_same('the FIFO is one', 'fifo', filetype("$dir/fifo.rdump"));
check_same('the device is one', 'char', filetype('/dev/null'));
checks_done();
?>
--EXPECT--
35 checks passed
