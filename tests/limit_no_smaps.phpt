--TEST--
Where smaps cannot be read, the dump is made from /proc/self/maps, and marked memory is like any other
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);
define('PAGE', page_size());

/* A socket cannot be opened. */
$socket = stream_socket_server("unix://$dir/socket");
$child = run_php($dir, '
	hand_over(array(@file_get_contents("/proc/self/smaps"), rdump_dump("' . $dir . '/a.rdump")));
', array('ini' => array('rdump.fork' => '0'), 'odd_memory' => array('do_not_dump', 'sparse'),
	'wrap' => array('unshare', '-m', 'sh', '-c', "mount --bind $dir/socket /proc/$$/smaps && exec \"\$@\"", 'sh')));
list($smaps, $result) = handed_over($child->output);
check_same('smaps cannot be read', false, $smaps);
check_same('the result', true, $result);
$dump = whole_dump("$dir/a.rdump");
list($at, $size) = $child->memory['do_not_dump'];
check('marked memory is captured', $dump->read($at, $size) === odd_memory_pattern($at, $size));
list($at, $size) = $child->memory['sparse'];
check('a touched page', $dump->read($at, PAGE) === odd_memory_pattern($at, PAGE));
check('an untouched page', $dump->read($at + PAGE, PAGE) === str_repeat("\0", PAGE));
checks_done();
?>
--EXPECT--
6 checks passed
