<?php
/* run_case.php CASE.php AUTOLOAD.php DUMP: makes a structure grow with the real package, dumps, does the cure, and prints
 * {"grown": BYTES, "left": BYTES}.
 *
 * A case returns functions:
 *   make()                 what the structure hangs on
 *   grow($subject, $jobs)  does so many jobs, which leave something behind
 *   cure($subject)         lets go of it: what is left then is measured; or
 *   avoid()                makes a subject that does not keep anything: what its jobs leave is measured
 *   jobs                   how many (2000)
 *
 * Its comment has a line "@packages NAME:CONSTRAINT ..." for each set of versions to try, and "@without NAME" for a package that
 * others ask for and the case does not come to.
 *
 * Case and subject are the only things the program holds. */
[, $case_file, $autoload, $dump] = $argv;
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
require $autoload;

class Measured
{
	public static function run(array $case, string $dump): array
	{
		$jobs = $case['jobs'] ?? 2000;
		if (isset($case['cure'])) { /* once before, for its code */
			$subject = $case['make']();
			$case['grow']($subject, 10);
			$case['cure']($subject);
		}
		$subject = $case['make']();
		$grown = self::growth($case['grow'], $subject, $jobs);
		rdump_dump($dump);
		if (isset($case['cure'])) {
			$before = memory_get_usage();
			$case['cure']($subject);
			gc_collect_cycles();
			return ['grown' => $grown, 'left' => $grown - ($before - memory_get_usage())];
		}
		$subject = null;
		gc_collect_cycles();
		$subject = $case['avoid']();
		return ['grown' => $grown, 'left' => self::growth($case['grow'], $subject, $jobs)];
	}

	/* Once before, so that code, and tables that come with the first job, do not count. */
	private static function growth(callable $grow, $subject, int $jobs): int
	{
		$grow($subject, 10);
		gc_collect_cycles();
		$before = memory_get_usage();
		$grow($subject, $jobs);
		gc_collect_cycles();
		return memory_get_usage() - $before;
	}
}
echo json_encode(Measured::run(require $case_file, $dump)), "\n";
