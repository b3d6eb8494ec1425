--TEST--
An unprivileged FPM worker under a root master dumps, keeps serving, and dumps again
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_root();
require __DIR__ . '/lib/fpm.inc';
skip_unless(fpm_binary() !== null, 'needs php-fpm of this version');
skip_unless(cgi_fcgi_binary() !== null, 'needs cgi-fcgi');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/fpm.inc';
require __DIR__ . '/lib/note.inc';
mkdir("$dir/dumps", 0755);
chown("$dir/dumps", 'www-data');
chmod($dir, 0755);
$opcache = ini_get('extension_dir') . '/opcache.so';
$options = is_file($opcache) ? array('-d', "zend_extension=$opcache") : array();
foreach (array('0', '1') as $safe_read) {
	$fpm = new Fpm($dir, '
		if (isset($_GET["oom"])) { $kept = marker("kept"); exhaust_memory(); }
		if (isset($_GET["dump"])) { var_dump(rdump_dump("' . $dir . '/dumps/call.rdump")); exit; }
		hand_over(array(getmypid(), @fopen("/proc/self/mem", "rb") === false, fileowner("/proc/self")));
	', array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/dumps/oom-%p.rdump", 'rdump.oom_dump_max' => '2',
		'rdump.oom_dump_marker' => '1', 'rdump.safe_read' => $safe_read, 'opcache.memory_consumption' => '512'), 1, $options);
	list($pid, $closed) = handed_over($fpm->get());
	check("$safe_read: the worker may not read its own /proc/self/mem", $closed);
	for ($i = 0; $i < 3; $i++) {
		$answer = $fpm->get('oom=1');
		check("$safe_read: the error is reported", strpos($answer, LIMIT_REACHED) !== false, $answer);
	}
	check_same("$safe_read: the same worker serves on", $pid, handed_over($fpm->get())[0]);
	check_same("$safe_read: a dump on call", "bool(true)\n", $fpm->get('dump=1'));
	$fpm->stop();
	check_same("$safe_read: the files", array('.rdump-lock', 'call.rdump', "oom-$pid.rdump", "oom-$pid.rdump.done"), names_in("$dir/dumps"));
	foreach (array("oom-$pid.rdump", 'call.rdump') as $name) {
		$dump = whole_dump("$dir/dumps/$name", "$safe_read: $name is whole");
		check_same("$safe_read: $name names the worker", $pid, $dump->pid);
		check_same("$safe_read: $name has the mode", '0600', file_mode("$dir/dumps/$name"));
		check_same("$safe_read: $name belongs to the pool's user", (int) exec('id -u www-data'), fileowner("$dir/dumps/$name"));
		check("$safe_read: $name is small on disk", $dump->diskBytes() < 48 << 20, $dump->diskBytes());
	}
	$note = new RdumpNote(new RdumpFile("$dir/dumps/oom-$pid.rdump"));
	check_same("$safe_read: SAPI", 'fpm-fcgi', $note->process['sapi']);
	check("$safe_read: script", is_file($note->request['script']), $note->request['script']);
	check("$safe_read: URI", strpos($note->request['uri'], 'oom=1') !== false, $note->request['uri']);
	check("$safe_read: the marker is in the automatic dump",
		count((new RdumpFile("$dir/dumps/oom-$pid.rdump"))->find(marker('kept'))) === 1);
	foreach (names_in("$dir/dumps") as $name) {
		unlink("$dir/dumps/$name");
	}
}
checks_done();
?>
--EXPECT--
42 checks passed
