--TEST--
The note block of an automatic dump holds the message, file and line of the error
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, "\n\nfunction fill() {\n\treturn str_repeat('x', 1 << 33);\n}\nfill();\n",
	array('ini' => oom_ini($dir)));
check_fatal($child);
require __DIR__ . '/lib/note.inc';
$note = new RdumpNote(whole_dump("$dir/{$child->pid}.rdump"));
check_same('one event', 1, $note->eventCount);
check_same('the reason', RdumpNote::REASON_MEMORY_LIMIT, $note->event['reason']);
$message = $note->event['message'];
check('the message', preg_match('/^' . LIMIT_REACHED . ' \(tried to allocate 85899\d+ bytes\)$/', $message) === 1, $message);
check('PHP printed the same', strpos($child->output, "Fatal error: $message in {$child->script} on line {$note->event['line']}") !== false, $child->output);
check_same('the file', $child->script, $note->event['file']);
check('the line', in_array($note->event['line'], array(4, 6), true), $note->event['line']);
check_same('the memory limit', LIMIT_BYTES, $note->event['memory_limit_bytes']);
check('the memory in use', $note->event['usage_bytes'] > 100000 && $note->event['real_usage_bytes'] >= 2 << 20);
checks_done();
?>
--EXPECT--
11 checks passed
