<?php
/*
 * run-faults.php MODULE SCRATCH: every case below, for the first such call of a dump, the second, and so on
 * until a dump makes fewer. Nothing may crash, hang, leak or leave half a file. See run-faults.
 */
require __DIR__ . '/../lib/rdump_file.inc';

const MUST_FAIL = 'must fail';     /* false, a warning, no file */
const MUST_WORK = 'must work';     /* true, and a whole file with everything in it */
const MAY_FAIL = 'may fail';       /* either of the two, but nothing in between */

$cases = array(
	/* call, what happens, result, INI */
	array('write', 'ENOSPC', MUST_FAIL, 'rdump.safe_read=0'),
	array('write', 'EDQUOT', MUST_FAIL, 'rdump.safe_read=0'),
	array('write', 'EIO', MUST_FAIL, 'rdump.safe_read=0'),
	array('write', 'EFBIG', MUST_FAIL, 'rdump.safe_read=1'),
	array('write', 'EINTR', MUST_WORK, 'rdump.safe_read=0'),
	array('write', 'short', MUST_WORK, 'rdump.safe_read=0'),
	array('write', 'short+', MUST_WORK, 'rdump.safe_read=1'),
	array('write', 'ENOSPC+', MUST_FAIL, 'rdump.safe_read=0'),
	array('open', 'EMFILE', MAY_FAIL, 'rdump.safe_read=0'),
	array('open', 'EMFILE+', MAY_FAIL, 'rdump.safe_read=1'),
	array('open', 'ENOMEM', MAY_FAIL, 'rdump.safe_read=1'),
	array('open', 'EIO', MAY_FAIL, 'rdump.safe_read=0'),
	array('open', 'EINTR', MAY_FAIL, 'rdump.safe_read=0'),
	array('open', 'EOPNOTSUPP', MAY_FAIL, 'rdump.safe_read=0'),
	array('read', 'EIO', MAY_FAIL, 'rdump.safe_read=0'),
	array('read', 'EINTR', MUST_WORK, 'rdump.safe_read=0'),
	array('read', 'short+', MUST_WORK, 'rdump.safe_read=0'),
	array('read', 'EIO', MAY_FAIL, 'rdump.safe_read=1'),
	array('read', 'EINTR', MUST_WORK, 'rdump.safe_read=1'),
	array('read', 'short', MUST_WORK, 'rdump.safe_read=1'),
	array('close', 'EIO', MAY_FAIL, 'rdump.safe_read=1'),
	array('close', 'ENOSPC', MAY_FAIL, 'rdump.safe_read=0'),
	array('close', 'EDQUOT+', MAY_FAIL, 'rdump.safe_read=0'),
	array('mincore', 'ENOMEM', MUST_WORK, 'rdump.safe_read=0'),
	array('mincore', 'EAGAIN+', MUST_WORK, 'rdump.safe_read=0'),
	array('mmap', 'ENOMEM', MAY_FAIL, 'rdump.safe_read=1'),
	array('fstatvfs', 'EIO', MUST_WORK, 'rdump.safe_read=0'),
	array('fstatvfs', 'EINTR', MUST_WORK, 'rdump.safe_read=0'),
	array('ftruncate', 'EIO', MAY_FAIL, 'rdump.safe_read=0'),
	array('ftruncate', 'EFBIG', MAY_FAIL, 'rdump.safe_read=0'),
	/* a copy with a name of its own takes its place */
	array('link', 'EDQUOT', MUST_WORK, 'rdump.safe_read=0'),
	array('link', 'EPERM', MUST_WORK, 'rdump.fork=0'),
	array('rename', 'EACCES', MUST_FAIL, 'rdump.fork=0'),
	array('rename', 'EIO', MUST_FAIL, 'rdump.fork=1'),
	array('flock', 'ENOLCK', MUST_WORK, 'rdump.fork=1'),
	array('clone', 'EAGAIN', MUST_WORK, 'rdump.fork=1'),
	array('clone', 'ENOMEM', MUST_WORK, 'rdump.safe_read=1'),
	array('clone', 'EPERM', MUST_WORK, 'rdump.fork=1'),
	array('pipe', 'EMFILE', MUST_WORK, 'rdump.fork=1'),
	array('poll', 'EINTR', MUST_WORK, 'rdump.fork=1'),
	array('wait', 'EINTR', MUST_WORK, 'rdump.fork=1'),
	array('getdents', 'EIO', MUST_WORK, 'rdump.fork=1'),
	/* what does not go through the pipe is written */
	array('vmsplice', 'EFAULT', MUST_WORK, 'rdump.fork=1'),
	array('vmsplice', 'EINTR', MUST_WORK, 'rdump.fork=1'),
	array('vmsplice', 'ENOSYS+', MUST_WORK, 'rdump.fork=1'),
	array('splice', 'EINVAL', MUST_WORK, 'rdump.fork=1'),
	array('splice', 'EINTR', MUST_WORK, 'rdump.fork=1'),
	array('splice', 'ENOSPC', MUST_WORK, 'rdump.fork=1'),
	/* without a copy, as above */
	array('write', 'ENOSPC', MUST_FAIL, 'rdump.fork=0'),
	array('write', 'short+', MUST_WORK, 'rdump.fork=0'),
	array('open', 'EMFILE', MAY_FAIL, 'rdump.fork=0'),
	array('open', 'EMFILE+', MAY_FAIL, 'rdump.fork=0'),
	array('read', 'EIO', MAY_FAIL, 'rdump.fork=0'),
	array('close', 'EIO', MAY_FAIL, 'rdump.fork=0'),
	array('mincore', 'ENOMEM', MUST_WORK, 'rdump.fork=0'),
	array('mmap', 'ENOMEM', MAY_FAIL, 'rdump.fork=0'),
	array('ftruncate', 'EFBIG', MAY_FAIL, 'rdump.fork=0'),
);

/* On the death path each fault needs a process of its own, so far fewer. */
$deadly = array(
	array('write', 'ENOSPC', MUST_FAIL),
	array('write', 'EIO+', MUST_FAIL),
	array('write', 'short', MUST_WORK),
	array('open', 'EMFILE', MAY_FAIL),
	array('open', 'EMFILE+', MAY_FAIL),
	array('read', 'EIO', MAY_FAIL),
	array('close', 'EIO', MAY_FAIL),
	array('mincore', 'ENOMEM', MUST_WORK),
	array('mmap', 'ENOMEM', MAY_FAIL),
	array('fstatvfs', 'EIO', MUST_WORK),
	array('ftruncate', 'EFBIG', MAY_FAIL),
	array('rename', 'EACCES', MUST_FAIL),
	array('flock', 'ENOLCK', MUST_WORK),
	array('clone', 'EAGAIN', MUST_WORK),
	array('fdatasync', 'EIO', MUST_FAIL),
	array('fsync', 'EIO', MUST_WORK),
	array('getdents', 'EIO', MAY_FAIL),
);
/* The same with a crash report, which makes such calls of its own, before the dump and after it. It may be missing only
 * where a fault struck, and never says what is not so. The dump may fail where it might without it. */
$reported = array(
	array('write', 'ENOSPC', MAY_FAIL),
	array('write', 'EIO+', MAY_FAIL),
	array('write', 'short', MUST_WORK),
	array('write', 'EINTR', MUST_WORK),
	array('open', 'EMFILE', MAY_FAIL),
	array('open', 'EMFILE+', MAY_FAIL),
	array('open', 'EOPNOTSUPP', MAY_FAIL),
	array('close', 'EIO', MAY_FAIL),
	array('mmap', 'ENOMEM', MAY_FAIL),
	array('fstatvfs', 'EIO', MUST_WORK),
	array('link', 'EPERM', MUST_WORK),
	array('rename', 'EACCES', MAY_FAIL),
	array('flock', 'ENOLCK', MUST_WORK),
	array('clone', 'EAGAIN', MUST_WORK),
	array('pipe', 'EMFILE', MUST_WORK),
	array('poll', 'EINTR', MUST_WORK),
	array('wait', 'EINTR', MUST_WORK),
	array('getdents', 'EIO', MAY_FAIL),
);
const DEADLY_LIMIT = 40; /* of one case; the rest of a dump is more of the same call */

list(, $module, $scratch) = $argv;
$failures = 0;

function say_result($way, array $case, $problem, $tally)
{
	global $failures;
	printf("faults: %s, %s %s %s: %s\n", $way, $case[0], $case[1], $case[2],
		$problem === null ? "ok, $tally" : "FAILED: $problem");
	$failures += $problem !== null;
}

/* Runs PHP with the preload library; returns array(output, exit status, signal). */
function run_faulty($scratch, $module, array $words, array $environment)
{
	$environment += array('LD_PRELOAD' => "$scratch/fault_preload.so",
		'RDUMP_FAULT_REPORT' => "$scratch/struck", 'PATH' => getenv('PATH'));
	$common = array(PHP_BINARY, '-n', '-d', "extension=$module", '-d', 'display_errors=1', '-d',
		'html_errors=0', '-d', 'log_errors=0');
	$command = 'exec ' . implode(' ', array_map('escapeshellarg', array_merge($common, $words)));
	$process = proc_open($command, array(0 => array('file', '/dev/null', 'r'),
		1 => array('file', "$scratch/output", 'w'), 2 => array('file', "$scratch/output", 'a')),
		$pipes, null, $environment);
	do {
		usleep(2000);
		$status = proc_get_status($process);
	} while ($status['running']);
	proc_close($process);
	return array(file_get_contents("$scratch/output"), $status['exitcode'],
		$status['signaled'] ? $status['termsig'] : 0);
}

/* ---- rdump_dump(): one process per case, which counts up by itself ------------------------------ */

foreach ($cases as $case) {
	list($call, $what, $result, $ini) = $case;
	list($output, $exit, $signal) = run_faulty($scratch, $module,
		array('-d', $ini, __DIR__ . '/run-faults-called.php', $call, $what, $result, "$scratch/called"),
		array());
	$last = strrchr("\n" . rtrim($output), "\n");
	$problem = null;
	if ($signal || $exit !== 0) {
		$problem = trim($output) . ($signal ? " (signal $signal)" : " (status $exit)");
	}
	say_result('called', $case, $problem, trim($last));
}

/* ---- the memory limit: one process per fault ----------------------------------------------------- */

/* What is wrong with the crash report; null: nothing. */
function report_problem($folder, $struck, $has_dump)
{
	$names = array_values(array_diff(scandir($folder), array('.', '..')));
	if ($names === array() && $struck) {
		return null;
	}
	if ($names !== array('r.json')) {
		return $names ? 'left beside the report: ' . implode(' ', $names) : 'there is no report';
	}
	/* by its ends: before 8.0 JSON may be an extension */
	if (!preg_match('/^\{"format":"rdump-crash-report",.*"message":".*"stack":\[.*"classes":\[.*"dump":\{.*"state":"(\w+)".*\}\}\n$/s',
		file_get_contents("$folder/r.json"), $match)) {
		return 'the report is not whole';
	}
	$state = $match[1];
	/* A dump without its marker counts as failed. */
	return $state === 'written' ? ($has_dump ? null : 'the report tells of a dump')
		: ($struck ? null : "the report says $state");
}

foreach (array_merge($deadly, array(null), $reported) as $case) {
	if ($case === null) {
		$reports = "$scratch/reports";
		mkdir($reports);
		continue;
	}
	list($call, $what, $result) = $case;
	$folder = "$scratch/deadly";
	$way = isset($reports) ? 'with a report' : 'at the memory limit';
	is_dir($folder) || mkdir($folder);
	$problem = null;
	$whole = $refused = 0;
	for ($n = 1; $n <= DEADLY_LIMIT; $n++) {
		foreach (array_diff(scandir($folder), array('.', '..')) as $name) {
			unlink("$folder/$name");
		}
		@unlink("$scratch/struck");
		if (isset($reports)) {
			array_map('unlink', array_diff(glob("$reports/{,.}*", GLOB_BRACE), array("$reports/.", "$reports/..")));
		}
		list($output, $exit, $signal) = run_faulty($scratch, $module,
			array('-d', 'memory_limit=4M', '-d', "rdump.oom_dump=$folder/oom.rdump", '-d',
				'rdump.oom_dump_marker=1', '-d', 'rdump.oom_report=' . (isset($reports) ? "$reports/r.json" : ''), '-r', '$text = strrev("dne eht ta ereht si siht"); for ($rows = array();;) { $rows[] = $text . count($rows); }'),
			array('RDUMP_FAULT' => "$call:" . str_replace('+', ":$n+", $what) . (strpos($what, '+') ? '' : ":$n")));
		$names = array_values(array_diff(scandir($folder), array('.', '..', '.rdump-lock')));
		$struck = file_exists("$scratch/struck");

		if ($signal || $exit !== 255 || substr_count($output, 'Allowed memory size of') !== 1) {
			$problem = "call $n: PHP's own error is not as usual (signal $signal, status $exit): $output";
		} elseif ($names === array()) {
			$refused++;
			if (!$struck || $result === MUST_WORK) {
				$problem = "call $n: there is no dump";
			}
		} elseif ($names === array('oom.rdump', 'oom.rdump.done') || $names === array('oom.rdump')) {
			$whole++;
			try {
				$problems = rdump_problems(new RdumpFile("$folder/oom.rdump"));
			} catch (RuntimeException $e) {
				$problems = array($e->getMessage());
			}
			if ($problems) {
				$problem = "call $n: the dump is not whole: " . implode('; ', $problems);
			} elseif ($struck && $result === MUST_FAIL && count($names) === 2) {
				/* Without its marker the dump is one whose marker could not be written. */
				$problem = "call $n: the dump succeeded";
			}
		} else {
			$problem = "call $n: left behind: " . implode(' ', $names);
		}
		if ($problem === null && isset($reports)) {
			$problem = report_problem($reports, $struck, $names !== array());
			$problem = $problem === null ? null : "call $n: $problem";
		}
		if ($problem !== null || !$struck) {
			break;
		}
	}
	if ($problem === null && $n === 1) {
		$problem = 'no such call was made';
	}
	say_result($way, $case, $problem, "$whole whole, $refused refused");
}

exit($failures ? 1 : 0);
