<?php
/*
 * What a scenario must have left: run-threads-check.php SCRIPT OUTPUT_FILE ERROR_LOG. The folder of dumps and the
 * count of threads come from the environment.
 */
require getenv('RDUMP_LIB') . '/rdump_file.inc';

function must($claim, $holds)
{
	if (!$holds) {
		echo "not so: $claim\n";
		exit(1);
	}
}

$threads = (int) getenv('RDUMP_THREADS');
$output = file_get_contents($argv[2]);
$files = glob(getenv('RDUMP_DUMPS') . '/*');
must("one file for each of the $threads threads, not " . count($files), count($files) === $threads);

$executors = array();
foreach ($files as $file) {
	$dump = new RdumpFile($file);
	$problems = rdump_problems($dump);
	must(basename($file) . ' is whole: ' . implode('; ', $problems), !$problems);
	$executors[$dump->eg] = $dump;
}
must('every dump names the globals of another thread', count($executors) === $threads);

if ($argv[1] === 'run-exhaust.php') {
	must('every thread reported its limit', preg_match_all('/error: +Allowed memory size of/', file_get_contents($argv[3])) === $threads);
	must('every thread says which task it is',
		preg_match_all('/^thread (\d+) is task (\d+)$/m', $output, $tasks, PREG_SET_ORDER) === $threads);
	$text = strrev(' :daerht ot sgnoleb txet siht');
	foreach ($tasks as $task) {
		$own = glob(getenv('RDUMP_DUMPS') . "/oom-*-$task[2].rdump");
		must("thread $task[1] has a dump named by it", count($own) === 1);
		$dump = new RdumpFile($own[0]);
		must("the dump of thread $task[1] holds its text", count($dump->find("$text$task[1];")) === 1);
	}
} else {
	must('every thread took its dumps', substr_count($output, 'dumped ' . (int) getenv('RDUMP_DUMPS_EACH') . " times\n") === $threads);
}
