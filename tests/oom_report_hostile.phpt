--TEST--
rdump.oom_report: hostile names, deep stacks, many classes, a request; what breaks it breaks no dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_unless(php_headers() !== null, "needs this PHP's headers");
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
require __DIR__ . '/lib/server.inc';
$dir = test_dir(__FILE__);
$ini = array('memory_limit' => '16M', 'rdump.oom_report' => "$dir/r.json");

function report($path)
{
	$text = (string) @file_get_contents($path);
	check('at most 64 KB of clean text', $text !== '' && strlen($text) <= 65536 && preg_match('/^[^\x00-\x1f\x7f]+\n$/', $text) === 1, strlen($text));
	check_same('mode', '0600', file_mode($path));
	unlink($path);
	return json_decode($text, true);
}

/* Names that are no UTF-8, too long, or look like JSON; 5000 classes; 300 frames; all at their longest at once. */
$child = run_php($dir, '
	$code = "";
	for ($i = 0; $i < 5000; $i++) {
		$code .= "class C$i" . ($i < 40 ? str_repeat("\xff", 500) : "") . " { public \$a; }\n";
	}
	eval($code);
	for ($i = 0; $i < 5000; $i++) {
		$class = "C$i" . ($i < 40 ? str_repeat("\xff", 500) : "");
		for ($n = $i < 50 ? 5050 - $i : 1; $n > 0; $n--) { $kept[] = new $class; }
		if ($i > 45 && $i < 4990) { $i += 6; }
	}
	$name = "f" . str_repeat("\xe2\x82", 300);
	eval("function $name(\$depth) { if (\$depth === 0) { exhaust_memory(); } $name(\$depth - 1); }");
	rename(__FILE__, __FILE__);
	$name(300);
', array('ini' => array('memory_limit' => '64M') + $ini));
$report = report("$dir/r.json");
check('it is JSON', is_array($report), $child->output);
check_same('64 frames', 64, count($report['stack']));
check('of all', $report['stack_frames'] > 300, $report['stack_frames']);
check_same('30 classes', 30, count($report['classes']));
check('of all', $report['classes_with_objects'] > 700 && $report['objects_of_further_classes'] === 0, $report['classes_with_objects']);
check('the largest', preg_match('/^C0\x{fffd}+\.\.\.$/u', $report['classes'][0]['class']) === 1 && $report['classes'][0]['objects'] === 5050, $report['classes'][0]);
check('a cut name', preg_match('/^f\x{fffd}+\.\.\.$/u', $report['stack'][20]['function']) === 1, $report['stack'][20]);

$odd = "$dir/a \"quoted\\\n\x1b[31m\xc3\xa9\xe2.php";
file_put_contents($odd, '<?php $f = function () { return new class { function __construct() { str_repeat("x", 100000000); } }; }; $f();');
run_php($dir, "include " . var_export($odd, true) . ';', array('ini' => $ini));
$report = report("$dir/r.json");
check_same('an odd file name', str_replace("\xe2.php", "\u{fffd}.php", $odd), $report['file']);
check('closure, class without a name, included file', in_array('{include}', array_column($report['stack'], 'function'))
	&& preg_grep('/^\{closure/', array_column($report['stack'], 'function')) && preg_grep('/^class@anonymous\x00.*::__construct$/s', array_column($report['stack'], 'function')), $report['stack']);

/* A request: its URI without the values in it; none where the note has none. */
foreach (array('1', '0') as $note) {
	$server = new Server($dir, 'if (isset($_GET["oom"])) { str_repeat("x", 100000000); }', array('ini' => array('rdump.note_request' => $note) + $ini));
	$server->get('oom=1&secret=word');
	$server->stop();
	$report = report("$dir/r.json");
	check_same("note_request $note", array('cli-server', 'GET', $note ? '/' : null), array($report['sapi'], $report['method'], $report['uri']));
	check('no query', strpos(json_encode($report), 'secret') === false);
}

/* The template is that of dumps. */
$child = run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_report' => "$dir/%p-%h-%%.json") + $ini));
report("$dir/{$child->pid}-" . gethostname() . '-%.json');
$child = run_php($dir, 'echo "[", ini_get("rdump.oom_report"), "]";', array('ini' => array('rdump.oom_report' => 'r.json', 'display_startup_errors' => '1')));
check('a relative path is refused', strpos($child->output, 'is no absolute path') !== false && strpos($child->output, '[]') !== false, $child->output);

/* Other errors have none. */
run_php($dir, 'trigger_error("Allowed memory size of 1 bytes exhausted", E_USER_ERROR);', array('ini' => $ini));
run_php($dir, 'no_such_function();', array('ini' => $ini));
check('only for the limit', !file_exists("$dir/r.json"));

/* An object that kills whoever looks at it: the dump is there, and a report without objects. */
$module = compiled('break_object.c', array_merge(array('-shared', '-fPIC'), php_headers()), '.so');
$child = run_php($dir, '
	$object = new stdClass;
	register_shutdown_function(function () use ($object) { mend_object($object); echo "served"; });
	break_object($object);
	exhaust_memory();
', array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/d.rdump", 'extension' => $module) + $ini));
check('the request goes on', substr($child->output, -6) === 'served', $child->output);
$report = report("$dir/r.json");
check('a report without objects', isset($report['message']) && !isset($report['classes']), $report);
check_same('of a dump that is there', 'written', $report['dump']['state']);
whole_dump("$dir/d.rdump");
checks_done();
?>
--EXPECTF--
%d checks passed
