--TEST--
512 MB of opcache cost neither disk nor resident memory, and its contents are in the dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_if_emulated();
skip_unless(extension_options('zend opcache', 'zend_extension') !== null || is_file(ini_get('extension_dir') . '/opcache.so'), 'this PHP has no opcache');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$options = is_file(ini_get('extension_dir') . '/opcache.so')
	? array('-d', 'zend_extension=' . ini_get('extension_dir') . '/opcache.so') : array();
foreach (array('0', '1') as $safe_read) {
	$child = run_php($dir, '
		$rss = status_bytes("RssAnon") + status_bytes("RssShmem");
		$ok = rdump_dump("' . $dir . '/a.rdump");
		$grown = status_bytes("RssAnon") + status_bytes("RssShmem") - $rss;
		$status = opcache_get_status(false);
		hand_over(array($ok, $grown, $status["memory_usage"]["free_memory"]));
	', array('words' => $options, 'ini' => array('opcache.enable_cli' => '1', 'opcache.memory_consumption' => '512', 'opcache.file_update_protection' => '0',
		'opcache.jit_buffer_size' => '0', 'rdump.safe_read' => $safe_read)));
	list($ok, $grown, $free) = handed_over($child->output);
	check_same("$safe_read: success", true, $ok);
	check("$safe_read: opcache is on", $free > 480 << 20, $child->output);
	/* PHP 8.5's program has 0.7 MB more writable data, which come from its file while they are copied. */
	check("$safe_read: growth of the resident size", $grown < (PHP_VERSION_ID < 80500 ? 1 << 20 : 2 << 20), $grown);
	$dump = whole_dump("$dir/a.rdump", "$safe_read: the dump is whole");
	check("$safe_read: the size of the file", $dump->fileSize > 512 << 20, $dump->fileSize);
	/* OPcache of 7.0 and 7.1 has touched more of its memory. */
	check("$safe_read: its disk usage", $dump->diskBytes() < (PHP_VERSION_ID < 70200 ? 32 << 20 : 10 << 20), $dump->diskBytes());
	/* The path of the cached script lies in the shared memory. */
	$shared = null;
	foreach ($dump->map as $entry) {
		if ($entry->size() >= 512 << 20 && !$entry->private) {
			$shared = $entry;
		}
	}
	check("$safe_read: the shared memory is captured", $shared !== null && $dump->regionAt($shared->begin) !== null);
	$inside = array_filter($dump->find($child->script, 50), function ($at) use ($shared) {
		return $shared->contains($at);
	});
	check("$safe_read: the cached script's name is in it", count($inside) > 0);
}
checks_done();
?>
--EXPECT--
16 checks passed
