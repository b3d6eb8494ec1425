--TEST--
rdump.oom_report: a crash report of each exhausted limit, with what happened, where, and which classes; no values
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

function report($path)
{
	$text = is_file($path) ? file_get_contents($path) : '';
	check('at most 64 KB', $text !== '' && strlen($text) <= 65536, strlen($text));
	check_same('mode', '0600', file_mode($path));
	$report = json_decode($text, true);
	check('it is JSON', is_array($report), json_last_error_msg());
	return $report;
}

/* The whole of one, beside a dump. */
mkdir("$dir/one");
$ini = oom_ini("$dir/one", array('rdump.oom_report' => "$dir/one/%p.json"));
$before = time();
$child = run_php($dir, '
	class Row { public $a = 1; public $text; }
	class Store {
		public $rows = array();
		function fill($word) { for ($i = 0; ; $i++) { $this->rows[] = $row = new Row; $row->text = $word; $this->deeper($i, $word); } }
		private function deeper($i, $word) { if ($i % 4 === 0) { $this->rows[] = new stdClass; } }
	}
	class Few { public $a1, $a2, $a3, $a4, $a5, $a6, $a7, $a8, $a9; }
	$few = array(new Few, new Few, new Few);
	(new Store)->fill(strrev("drowterces"));
', array('ini' => $ini, 'tests_lib' => false));
check_fatal($child);
$report = report("$dir/one/{$child->pid}.json");
check_same('format', array('rdump-crash-report', 1), array($report['format'], $report['version']));
check('time', $report['time_unix'] >= $before && $report['time_unix'] <= time());
check_same('time as text', gmdate('Y-m-d\TH:i:s\Z', $report['time_unix']), $report['time']);
check('message', strpos($report['message'], LIMIT_REACHED) === 0, $report['message']);
check_same('file', $child->script, $report['file']);
check('line', in_array($report['line'], array(5, 6)), $report['line']);
check_same('process', array(gethostname(), $child->pid, PHP_VERSION, (bool) PHP_ZTS, 'cli'), array($report['host'], $report['pid'], $report['php_version'], $report['zts'], $report['sapi']));
check_same('request', array($child->script, null, null), array($report['script'], $report['method'], $report['uri']));
check_same('limit', LIMIT_BYTES, $report['memory']['limit_bytes']);
check('used', $report['memory']['used_bytes'] > LIMIT_BYTES / 2 && $report['memory']['peak_bytes'] >= $report['memory']['used_bytes']
	&& $report['memory']['real_used_bytes'] >= $report['memory']['used_bytes'], $report['memory']);
$functions = array();
foreach ($report['stack'] as $frame) {
	$functions[] = $frame['function'];
	check_same('file of a frame', $child->script, $frame['file']);
}
check_same('the outermost frames', array('Store::fill', '{main}'), array_slice($functions, -2));
check_same('line of the outermost', 10, $report['stack'][count($functions) - 1]['line']);
check_same('line of the one above', 5, $report['stack'][count($functions) - 2]['line']);
check_same('number of frames', count($functions), $report['stack_frames']);
$classes = array();
foreach ($report['classes'] as $class) {
	$classes[$class['class']] = $class;
}
$word = zend_sizes();
check_same('most bytes first', 'Row', $report['classes'][0]['class']);
check_same('objects of a class', 3, $classes['Few']['objects']);
check_same('their bytes', 3 * ($word['object'] + 9 * $word['value']), $classes['Few']['bytes']);
check_same('bytes of rows', $classes['Row']['objects'] * ($word['object'] + 2 * $word['value']), $classes['Row']['bytes']);
check('objects without properties', $classes['stdClass']['objects'] >= (int) ($classes['Row']['objects'] / 4), $classes);
check('all objects', $report['objects'] >= $classes['Row']['objects'] + $classes['stdClass']['objects'] + 4, $report['objects']);
check_same('dump', array('path' => "$dir/one/{$child->pid}.rdump", 'state' => 'written', 'reason' => null, 'bytes' => filesize("$dir/one/{$child->pid}.rdump")), $report['dump']);
check('no values', strpos(json_encode($report), 'secretword') === false);
check_same('nothing else is left', array('.rdump-lock', "{$child->pid}.json", "{$child->pid}.rdump"), names_in("$dir/one"));

/* The report's own memory is no part of the dump. */
$dump = whole_dump("$dir/one/{$child->pid}.rdump");
check_same('the report is not in the dump', 0, count($dump->find('"format":"rdump-crash-' . 'report"')));

function zend_sizes()
{
	return array('object' => 40, 'value' => 16);
}

/* Alone; and twice in a request. */
mkdir("$dir/alone");
$child = run_php($dir, 'register_shutdown_function(function () { exhaust_memory(); }); exhaust_memory();',
	array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_report' => "$dir/alone/r.json")));
check_same('alone, and a second', array('r-2.json', 'r.json'), names_in("$dir/alone"));
$report = report("$dir/alone/r.json");
check_same('there is no dump', array('path' => null, 'state' => 'off', 'reason' => 'no rdump.oom_dump is set'), $report['dump']);
run_php($dir, 'rdump_set_oom_dump(""); exhaust_memory();',
	array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/alone/a.rdump", 'rdump.oom_report' => "$dir/alone/r.json")));
$report = report("$dir/alone/r.json");
check_same('switched off by the script', array('path' => null, 'state' => 'off', 'reason' => "rdump_set_oom_dump('') switched it off in this request"), $report['dump']);
checks_done();
?>
--EXPECTF--
%d checks passed
