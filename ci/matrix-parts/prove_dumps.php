<?php
/*
 * Takes one dump of this process and one of a child at its memory limit, and checks both: structure,
 * and a text that is in memory at that moment.
 *
 *   php -d extension=... prove_dumps.php LIBRARY_FOLDER SCRATCH_FOLDER MODULE
 */
require $argv[1] . '/rdump_file.inc';

function prove($claim, $holds)
{
	if (!$holds) {
		fwrite(STDERR, "not so: $claim\n");
		exit(1);
	}
	echo "proved: $claim\n";
}

function prove_whole($what, $path, $pid, $text)
{
	$dump = new RdumpFile($path);
	$problems = rdump_problems($dump);
	prove("$what is whole" . ($problems ? ' (' . implode('; ', $problems) . ')' : ''), !$problems);
	prove("$what is of its process", $pid === null || $dump->pid === $pid);
	prove("$what names this PHP", $dump->phpVersion === 'v' . PHP_MAJOR_VERSION . PHP_MINOR_VERSION);
	prove("$what holds the text", count($dump->find($text)) === 1);
}

$scratch = $argv[2];
$text = strrev('tnemom eht ni yromem ni ') . getmypid();

$path = "$scratch/called.rdump";
prove('rdump_dump() returns true', rdump_dump($path) === true);
prove_whole('the dump', $path, getmypid(), $text);

$path = "$scratch/limit.rdump";
$code = '$text = strrev("timil eht ta ") . getmypid(); for (;;) { $rows[] = str_repeat($text, 100); }';
$command = array(PHP_BINARY, '-n', '-d', 'extension=' . $argv[3],
	'-d', 'memory_limit=32M', '-d', "rdump.oom_dump=$path", '-d', 'display_errors=1', '-r', $code);
exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1', $lines, $status);
$output = implode("\n", $lines);
prove('PHP reports the limit', $status === 255 && substr_count($output, 'Allowed memory size') === 1);
prove('the auto-dump was written', is_file($path));
$dump = new RdumpFile($path);
$needle = strrev('timil eht ta ') . $dump->pid;
prove_whole('the auto-dump', $path, null, str_repeat($needle, 2));
