--TEST--
Workers that run out of memory at the same moment share one budget and one disk
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_mounts();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

/* Twelve at once in a folder of 64 MB. Prints the largest sum of sizes, the least free space, failed writes, dumps. */
$script = <<<'PHP'
$folder = $argv[1];
$words = unserialize(base64_decode($argv[2]));
$processes = array();
for ($i = 0; $i < 12; $i++) {
	$processes[] = proc_open(implode(' ', array_map('escapeshellarg', $words)), array(array('file', '/dev/null', 'r'),
		array('file', '/dev/null', 'w'), array('file', '/dev/null', 'w')), $pipes);
}
$largest = $failed = 0;
$free = PHP_INT_MAX;
do {
	clearstatcache();
	$sum = 0;
	foreach (preg_grep("/\\.(rdump|part)$/", scandir($folder)) as $file) {
		$sum += (int) @filesize("$folder/$file");
	}
	$largest = max($largest, $sum);
	$free = min($free, disk_free_space($folder));
	$failed += @file_put_contents("$folder/bystander", str_repeat('x', 100000)) === 100000 ? 0 : 1;
	$running = count(array_filter($processes, function ($process) { return proc_get_status($process)['running']; }));
	usleep(1000);
} while ($running);
$parts = count(glob("$folder/.rdump-*.part"));
echo json_encode(array($largest, $free, $failed, count(glob("$folder/*.rdump")), $parts));
PHP;
file_put_contents("$dir/together.php", "<?php $script");
file_put_contents("$dir/worker.php", '<?php $rows = array(); while (true) { $rows[] = str_repeat("x", 500); }');
mkdir("$dir/m");
function together($dir, array $ini)
{
	$worker = php_words($ini + array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/m/%p.rdump"));
	$worker[] = "$dir/worker.php";
	$words = array_merge(array('unshare', '-m', 'sh', '-c', "mount -t tmpfs -o size=64m none $dir/m; exec \"\$@\"", 'sh', PHP_BINARY, '-n'),
		(array) extension_options('json'), array("$dir/together.php", "$dir/m", base64_encode(serialize($worker))));
	return json_decode(shell_exec(implode(' ', array_map('escapeshellarg', $words))), true);
}
list($largest, $free, $failed, $dumps, $parts) = together($dir, array('rdump.oom_dump_max_total' => '30M', 'rdump.min_free' => '0'));
check('a budget of 30 MB is kept', $largest <= 30 << 20, $largest);
check('there are dumps', $dumps >= 1, $dumps);
check_same('nothing unfinished', 0, $parts);
list($largest, $free, $failed, $dumps, $parts) = together($dir, array('rdump.min_free' => '16M'));
check('16 MB stay free, but for the bystander', $free >= (16 << 20) - 200000, $free);
check_same('the bystander can write', 0, $failed);
check('there are dumps', $dumps >= 1, $dumps);
list($largest, $free, $failed, $dumps, $parts) = together($dir, array('rdump.oom_dump_min_interval' => '3600'));
check_same('an interval of an hour: one for all', 1, $dumps);
checks_done();
?>
--EXPECT--
7 checks passed
