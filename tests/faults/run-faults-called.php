<?php
/*
 * run-faults-called.php CALL WHAT RESULT FOLDER, under the preload library: dumps with the first such call
 * failing, then the second, until a dump makes fewer. Ends with a line of counts, or with status 1 and the
 * reason.
 */
require __DIR__ . '/../lib/rdump_file.inc';

list(, $call, $what, $result, $folder) = $argv;
$path = "$folder/faulty.rdump";
$text = strrev('eceip eno ni llits si dna ') . getmypid();
$struck = getenv('RDUMP_FAULT_REPORT');
is_dir($folder) || mkdir($folder);

$warnings = array();
set_error_handler(function ($level, $message) use (&$warnings) {
	$warnings[] = array($level, $message);
	return true;
});

function not_so($n, $claim)
{
	putenv('RDUMP_FAULT');
	echo "call $n: $claim\n";
	exit(1);
}

function open_descriptors()
{
	return count(scandir('/proc/self/fd'));
}

function whole_with($path, $text, $n)
{
	try {
		$dump = new RdumpFile($path);
	} catch (RuntimeException $e) {
		not_so($n, 'the dump is not whole: ' . $e->getMessage());
	}
	$problems = rdump_problems($dump);
	if ($problems) {
		not_so($n, 'the dump is wrong: ' . implode('; ', $problems));
	}
	return $text === null || count($dump->find($text)) === 1;
}

$whole = $refused = 0;
for ($n = 1;; $n++) {
	foreach (array_diff(scandir($folder), array('.', '..')) as $name) {
		unlink("$folder/$name");
	}
	@unlink($struck);
	/* Every other time there is an old file to replace. */
	if ($n % 2) {
		file_put_contents($path, 'old');
	}
	clearstatcache();
	$warnings = array();
	$descriptors = open_descriptors();

	putenv("RDUMP_FAULT=$call:" . rtrim($what, '+') . ":$n" . (substr($what, -1) === '+' ? '+' : ''));
	$got = rdump_dump($path);
	putenv('RDUMP_FAULT');

	clearstatcache();
	$hit = file_exists($struck);
	$names = array_values(array_diff(scandir($folder), array('.', '..')));
	if (open_descriptors() !== $descriptors) {
		not_so($n, 'a descriptor was leaked');
	}
	if ($got) {
		$whole++;
		if ($hit && $result === 'must fail') {
			not_so($n, 'the dump succeeded');
		}
		if ($warnings || $names !== array('faulty.rdump')) {
			not_so($n, 'true, but: ' . var_export(array($warnings, $names), true));
		}
		if (!whole_with($path, $result === 'must work' || !$hit ? $text : null, $n)) {
			not_so($n, 'the text is not in the dump');
		}
	} else {
		$refused++;
		if (!$hit || $result === 'must work') {
			not_so($n, 'the dump failed: ' . var_export($warnings, true));
		}
		if (count($warnings) !== 1 || $warnings[0][0] !== E_WARNING
			|| strpos($warnings[0][1], $path) === false) {
			not_so($n, 'not one warning that names the path: ' . var_export($warnings, true));
		}
		if ($names !== array() && ($names !== array('faulty.rdump') || file_get_contents($path) !== 'old')) {
			not_so($n, 'left behind: ' . implode(' ', $names));
		}
	}
	if (!$hit) {
		break;
	}
}
if ($n === 1) {
	not_so($n, 'no such call was made');
}
printf("%d faults: %d dumps whole, %d refused\n", $n - 1, $whole - 1, $refused);
