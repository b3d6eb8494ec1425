--TEST--
A dump says what it is of: SAPI, host, command line, script, method, URI
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/note.inc';
require __DIR__ . '/lib/server.inc';
$child = run_php($dir, 'rdump_dump("' . $dir . '/a.rdump");', array('words' => array()));
$note = new RdumpNote(whole_dump("$dir/a.rdump"));
check_same('the version of the block', 2, $note->version);
check_same('CLI: SAPI', 'cli', $note->process['sapi']);
check_same('CLI: host', gethostname(), $note->process['host']);
check('CLI: command line', strpos($note->process['command'], PHP_BINARY . "\0-n\0") === 0 && strpos($note->process['command'], $child->script) > 0, $note->process['command']);
check_same('CLI: script', $child->script, $note->request['script']);
check_same('CLI: no URI', '', $note->request['uri']);

foreach (array('1' => '/?dump=1&secret=word', '0' => '') as $setting => $uri) {
	$server = new Server($dir, 'if (isset($_GET["dump"])) { rdump_dump("' . $dir . '/a.rdump"); }', array('ini' => array('rdump.note_request' => (string) $setting)));
	$server->get('dump=1&secret=word');
	$server->stop();
	$note = new RdumpNote(whole_dump("$dir/a.rdump"));
	check_same("note_request $setting: SAPI", 'cli-server', $note->process['sapi']);
	check_same("note_request $setting: method", 'GET', $note->request['method']);
	check_same("note_request $setting: URI", $uri, $note->request['uri']);
	check_same("note_request $setting: command line", (bool) $setting, strpos($note->process['command'], '-S') > 0);
}
checks_done();
?>
--EXPECT--
17 checks passed
