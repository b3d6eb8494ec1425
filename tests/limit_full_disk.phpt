--TEST--
A full disk: the error names needed and free bytes, and the old dump is still there
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, '
	file_put_contents("' . $dir . '/m/a.rdump", "the old dump");
	$failed = @rdump_dump("' . $dir . '/m/a.rdump");
	hand_over(array($failed, error_get_last()["message"], scandir("' . $dir . '/m"), file_get_contents("' . $dir . '/m/a.rdump")));
', array('wrap' => array('unshare', '-m', 'sh', '-c', "mkdir $dir/m; mount -t tmpfs -o size=1m none $dir/m; exec \"\$@\"", 'sh')));
list($failed, $message, $names, $content) = handed_over($child->output);
check_same('the result', false, $failed);
check('the figures', preg_match('/a\.rdump.*?(\d{6,}) bytes.*?(\d{5,})/', $message, $figures) === 1, $message);
check('needed is more than free', $figures && (int) $figures[1] > (int) $figures[2] && (int) $figures[2] <= 1048576, $message);
check_same('the names', array('.', '..', 'a.rdump'), $names);
check_same('the old content', 'the old dump', $content);

/* What the old dump takes counts as free: a disk that holds one dump can hold its successor. */
$child = run_php($dir, '
	echo (int) rdump_dump("' . $dir . '/m/a.rdump");
	$size = stat("' . $dir . '/m/a.rdump")["blocks"] * 512;
	file_put_contents("' . $dir . '/m/ballast", str_repeat("x", disk_free_space("' . $dir . '/m") - 200000));
	echo (int) rdump_dump("' . $dir . '/m/a.rdump");
	/* Not copy(): PHP 7 maps the file, and a hole cannot be read so on a full tmpfs. */
	exec("cp \'' . $dir . '/m/a.rdump\' \'' . $dir . '/copy.rdump\'");
', array('wrap' => array('unshare', '-m', 'sh', '-c', "mount -t tmpfs -o size=32m none $dir/m; exec \"\$@\"", 'sh')));
check_same('replacing on a nearly full disk', '11', $child->output);
whole_dump("$dir/copy.rdump");

$child = run_php($dir, 'register_shutdown_function(function () { echo "left: ", implode(" ", scandir("' . $dir . '/m")); }); exhaust_memory();',
	array('ini' => oom_ini("$dir/m", array('rdump.oom_dump_marker' => '1')),
	'wrap' => array('unshare', '-m', 'sh', '-c', "mount -t tmpfs -o size=1m none $dir/m; exec \"\$@\"", 'sh')));
check_fatal($child);
check('nothing is left of the automatic dump', preg_match('/left: \. \.\. \.rdump-lock$/', $child->output) === 1, $child->output);
checks_done();
?>
--EXPECT--
10 checks passed
