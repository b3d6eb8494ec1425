<?php
/*
 * run-fpm.php SCRATCH: see run-fpm. Requests wait for each other, so that each burst finds every worker
 * once and all of them reach the limit together; meanwhile this script reads every file that appears.
 */
require __DIR__ . '/../lib/test.inc';
require __DIR__ . '/../lib/fpm.inc';

const WORKERS = 16;
const POOL_LIMIT = 16777216;

$scratch = $argv[1];
$dumps = "$scratch/dumps";
$seen_whole = array();

/* Starts a pool of which every worker dumps under the settings given. */
function start_pool($scratch, $dumps, array $ini)
{
	$gate = var_export("$scratch/gate", true);
	$code = '
		if (isset($_GET["burst"])) {
			$kept = marker("of worker " . getmypid());
			touch(' . $gate . ' . "/$_GET[burst]-" . getmypid());
			$patience = 2000;
			while (count(glob(' . $gate . ' . "/$_GET[burst]-*")) < ' . WORKERS . ' && $patience-- > 0) {
				usleep(5000);
			}
			if ($_GET["what"] === "exhaust") { exhaust_memory(); }
		}
		echo getmypid();';
	return new Fpm($scratch, $code, $ini + array('memory_limit' => '16M', 'rdump.oom_dump_marker' => '1',
		'rdump.oom_dump' => "$dumps/oom-%p-%t.rdump"), WORKERS);
}

/* Sends one request to every worker at once, watches the folder meanwhile, returns the answers. */
function burst(Fpm $fpm, $dumps, $what)
{
	static $number = 0;
	$number++;
	$clients = $answers = array();
	for ($i = 0; $i < WORKERS; $i++) {
		$clients[$i] = proc_open($fpm->command("burst=$number&what=$what"),
			array(array('file', '/dev/null', 'r'), array('file', dirname($dumps) . "/answer-$i", 'w')), $pipes);
	}
	while (array_filter($clients, function ($client) { return proc_get_status($client)['running']; })) {
		watch($dumps);
		usleep(1000);
	}
	foreach ($clients as $i => $client) {
		proc_close($client);
		$parts = explode("\r\n\r\n", file_get_contents(dirname($dumps) . "/answer-$i"), 2);
		$answers[] = (string) end($parts);
	}
	watch($dumps);
	return $answers;
}

/* Every file under a final name is whole from the moment it is there; a marker stands beside one. */
function watch($dumps)
{
	global $seen_whole;
	clearstatcache();
	foreach (names_in($dumps) as $name) {
		if (preg_match('/^(.*\.rdump)\.done$/', $name, $match)) {
			check("$name stands beside a dump", file_exists("$dumps/$match[1]"));
		} elseif (preg_match('/\.rdump$/', $name) && !isset($seen_whole[$name])) {
			$seen_whole[$name] = whole_dump("$dumps/$name", "$name is whole when it appears") !== null;
		} elseif (!preg_match('/\.rdump$/', $name)) {
			/* A temporary name, on a file system that has no nameless files. */
			check("$name cannot be taken for a dump", $name[0] === '.');
		}
	}
}

function reports_limit(array $answers)
{
	return count(array_filter($answers, function ($answer) {
		return substr_count($answer, 'Allowed memory size of ' . POOL_LIMIT . ' bytes exhausted') === 1;
	}));
}

/* Dumps in the folder: process id => count. */
function dumps_per_worker($dumps)
{
	return array_count_values(array_map(function ($name) { return explode('-', $name)[1]; }, dumps_in($dumps)));
}

function finish()
{
	global $checks_passed;
	echo 'fpm: ', (int) $checks_passed, " checks passed\n";
}

foreach (array('gate', 'dumps') as $name) {
	mkdir("$scratch/$name");
	chown("$scratch/$name", 'www-data');
}

/* The cap for each worker. */
$fpm = start_pool($scratch, $dumps, array('rdump.oom_dump_max' => '2', 'rdump.oom_dump_max_total' => '1T'));
$workers = burst($fpm, $dumps, 'answer');
sort($workers);
check_same('every worker answers once', WORKERS, count(array_unique($workers)));
for ($round = 1; $round <= 3; $round++) {
	check_same("round $round: every worker reports its limit", WORKERS, reports_limit(burst($fpm, $dumps, 'exhaust')));
	$counts = dumps_per_worker($dumps);
	ksort($counts);
	check_same("round $round: the dumps of each worker", array_fill_keys($workers, min($round, 2)), $counts);
	check_same("round $round: markers", count(dumps_in($dumps)), count(glob("$dumps/*.done")));
	sleep(1); /* %t counts seconds */
}
foreach (dumps_in($dumps) as $name) {
	$dump = new RdumpFile("$dumps/$name");
	check_same("$name is of the worker it names", explode('-', $name)[1], (string) $dump->pid);
	check("$name holds what the request kept", count($dump->find(marker('of worker ' . $dump->pid))) === 1);
	check_same("$name has the mode", '0600', file_mode("$dumps/$name"));
}
$still = burst($fpm, $dumps, 'answer');
sort($still);
check_same('the same workers serve on', $workers, $still);
$fpm->stop();

/* The budget: nothing while the folder is over it, then dumps again until it is. */
$fpm = start_pool($scratch, $dumps, array('rdump.oom_dump_max' => '0', 'rdump.oom_dump_max_total' => '64M'));
$before = names_in($dumps);
check_same('over the budget: every worker reports its limit', WORKERS, reports_limit(burst($fpm, $dumps, 'exhaust')));
check_same('over the budget: no dump', $before, names_in($dumps));
array_map('unlink', glob("$dumps/*"));
check_same('below it: every worker reports its limit', WORKERS, reports_limit(burst($fpm, $dumps, 'exhaust')));
$after = names_in($dumps);
check('below it: dumps', count(dumps_in($dumps)) > 0);
sleep(1);
check_same('over it again: every worker reports its limit', WORKERS, reports_limit(burst($fpm, $dumps, 'exhaust')));
check('below the budget again, or no further dump',
	array_sum(array_map('filesize', glob("$dumps/*.rdump"))) < 64 << 20 || names_in($dumps) === $after);
check_same('every worker answers once more', WORKERS, count(array_unique(burst($fpm, $dumps, 'answer'))));
$fpm->stop();
finish();
