--TEST--
Over quota: false with the reason, and no part of a file is left
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
skip_unless_command('mkfs.btrfs');
skip_unless(strpos(file_get_contents('/proc/filesystems'), 'btrfs') !== false, 'needs a kernel with btrfs');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$mount = 'set -e; cd "$0"; mkdir m; truncate -s 160M disk; mkfs.btrfs -q disk >/dev/null; mount -o loop disk m; '
	. 'btrfs quota enable m; btrfs subvolume create m/s >/dev/null; btrfs qgroup limit 1M m/s; exec "$@"';
$child = run_php($dir, '
	$free = disk_free_space("' . $dir . '/m/s");
	hand_over(array($free, @rdump_dump("' . $dir . '/m/s/a.rdump"), error_get_last()["message"], scandir("' . $dir . '/m/s")));
	rdump_set_oom_dump("' . $dir . '/m/s/oom.rdump");
	register_shutdown_function(function () { echo "left: ", implode(" ", scandir("' . $dir . '/m/s")); });
	exhaust_memory();
', array('wrap' => array('unshare', '-m', 'sh', '-c', $mount, $dir), 'ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump_marker' => '1')));
list($free, $result, $message, $names) = handed_over($child->output);
check('the file system has room', $free > 30 << 20, $free);
check_same('the result', false, $result);
check('the reason', preg_match('/a\.rdump.*Disk quota exceeded/', $message) === 1, $message);
check_same('nothing is left', array('.', '..'), $names);
check_fatal($child);
check('nothing is left of the automatic dump', preg_match('/left: \. \.\. \.rdump-lock$/', $child->output) === 1, $child->output);
checks_done();
?>
--EXPECT--
7 checks passed
