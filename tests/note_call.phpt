--TEST--
The note block of a dump on call names the build, the time, the reason and the memory figures
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/note.inc';
$before = time();
$real = memory_get_usage(true);
$real_peak = memory_get_peak_usage(true);
$usage = memory_get_usage();
rdump_dump("$dir/a.rdump");
$usage_after = memory_get_usage();
$dump = whole_dump("$dir/a.rdump");
$note = new RdumpNote($dump);
check_same('the version of the block', 2, $note->version);
check_same('the PHP version id', PHP_VERSION_ID, $note->build['php_version_id']);
check_same('the PHP version', PHP_VERSION, $note->build['php_version']);
check_same('the extension version', phpversion('rdump'), $note->build['extension_version']);
check_same('thread safety and debug', PHP_ZTS | PHP_DEBUG << 1, $note->build['flags']);
check_same('one event', 1, $note->eventCount);
check_same('the reason', RdumpNote::REASON_CALL, $note->event['reason']);
check_same('the thread', getmypid(), $note->event['thread_id']);
$time = $note->event['time_ns'] / 1000000000;
check('the time', $time >= $before && $time <= time() + 1, $time);
check('the memory in use', $note->event['usage_bytes'] >= $usage && $note->event['usage_bytes'] <= $usage_after + 4096,
	array($usage, $note->event['usage_bytes'], $usage_after));
check_same('the memory from the system', $real, $note->event['real_usage_bytes']);
check_same('the peak from the system', $real_peak, $note->event['real_peak_usage_bytes']);
check('the peak', $note->event['peak_usage_bytes'] >= $note->event['usage_bytes']
	&& $note->event['peak_usage_bytes'] <= memory_get_peak_usage());
check_same('the memory limit', 128 << 20, $note->event['memory_limit_bytes']);
check_same('no message', array('', '', 0), array($note->event['message'], $note->event['file'], $note->event['line']));
check_same('the executor globals', $dump->eg, $note->event['addresses'][1]);
check_same('the compiler globals', $dump->cg, $note->event['addresses'][2]);
check_same('the basic globals', $dump->moduleGlobals['basic_globals'], $note->event['addresses'][3]);

/* A second dump has its own event only. */
rdump_dump("$dir/b.rdump");
$second = new RdumpNote(whole_dump("$dir/b.rdump"));
check_same('the second dump: one event', 1, $second->eventCount);
check('the second dump: a later time', $second->event['time_ns'] > $note->event['time_ns']);
checks_done();
?>
--EXPECT--
22 checks passed
