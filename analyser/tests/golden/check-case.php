<?php
/* php check-case.php CASE.php REPORT.json [SAID]: compares the report with the expectations in the first
 * comment of the case, and with those that the case printed (SAID): what it measured after the dump by doing
 * what the report promises. Prints one TAP line.
 *
 *   @expect KIND [SEVERITY]    a finding of that kind (and severity) is there; what follows is about it
 *   @fact NAME OPERATOR VALUE  = (JSON value), >=, <= (numbers), ~ (regular expression)
 *   @summary REGEX             of its summary
 *   @hypothesis REGEX          of its hypothesis
 *   @confidence WORD
 *   @impact OPERATOR NUMBER
 *   @absent KIND [REGEX]       no finding of that kind (whose summary matches)
 *   @php OPTIONS               for the PHP that runs the case; DUMP is the dump's path
 *   @requires EXTENSION        the case is skipped without it
 *   @php-version OPERATOR X.Y  the case is skipped on other versions
 */

function compare($actual, string $operator, string $value): bool
{
	switch ($operator) {
		case '=':
			return json_encode($actual) === json_encode(json_decode($value));
		case '>=':
			return is_numeric($actual) && $actual >= (float) $value;
		case '<=':
			return is_numeric($actual) && $actual <= (float) $value;
		case '~':
			return is_string($actual) && preg_match('~' . str_replace('~', '\~', $value) . '~u', $actual) === 1;
	}
	throw new Exception("unknown operator '$operator'");
}

/* Every finding must meet all conditions at once; the first failing one of the best candidate is told. */
function find_match(array $findings, array $expectation): ?string
{
	$best = "no finding of kind {$expectation['kind']}";
	$most = -1;

	foreach ($findings as $finding) {
		if ($finding['kind'] !== $expectation['kind']) {
			continue;
		}
		$met = 0;
		foreach ($expectation['conditions'] as [$what, $actual, $operator, $value]) {
			$found = $actual($finding);
			if (!compare($found, $operator, $value)) {
				if ($met > $most) {
					$most = $met;
					$best = "{$expectation['kind']}: $what is " . json_encode($found)
						. ", expected $operator $value; summary: {$finding['summary']}";
				}
				continue 2;
			}
			$met++;
		}
		return null;
	}
	return $best;
}

[, $case, $report] = $argv;
$said = preg_replace('~^~m', ' * ', isset($argv[3]) ? rtrim(file_get_contents($argv[3])) : '');
$name = basename($case, '.php');
$findings = json_decode(file_get_contents($report), true)['findings'] ?? [];
preg_match('~/\*.*?\*/~s', file_get_contents($case), $comment);
preg_match_all('~^ \* @(\S+) ?(.*)$~m', ($comment[0] ?? '') . "\n$said", $lines, PREG_SET_ORDER);
$problems = [];
$expectations = [];
$absent = [];

/* Adds a condition to the expectation above it. */
$condition = function (string $what, callable $actual, string $operator, string $value) use (&$expectations, &$problems) {
	if (!$expectations) {
		$problems[] = "@$what stands before the first @expect";
		return;
	}
	$expectations[count($expectations) - 1]['conditions'][] = [$what, $actual, $operator, $value];
};

foreach ($lines as [, $word, $rest]) {
	$parts = explode(' ', $rest, 3);
	switch ($word) {
		case 'expect':
			$expectations[] = ['kind' => $parts[0], 'conditions' => []];
			if (isset($parts[1])) {
				$condition('severity', fn($f) => $f['severity'], '=', json_encode($parts[1]));
			}
			break;
		case 'fact':
			$fact = $parts[0];
			$condition($fact, fn($f) => $f['facts'][$fact] ?? null, $parts[1], $parts[2]);
			break;
		case 'summary':
		case 'hypothesis':
			$condition($word, fn($f) => $f[$word] ?? '', '~', $rest);
			break;
		case 'confidence':
			$condition($word, fn($f) => $f['confidence'], '=', json_encode($rest));
			break;
		case 'impact':
			$condition($word, fn($f) => $f['impact_bytes'] ?? 0, $parts[0], $parts[1]);
			break;
		case 'absent':
			$absent[] = explode(' ', $rest, 2) + [1 => null];
			break;
		case 'php': /* these are read by run-cases */
		case 'requires':
		case 'php-version':
			break;
		default:
			$problems[] = "unknown word @$word";
	}
}
if (!$expectations && !$absent) {
	$problems[] = 'the case expects nothing';
}
foreach ($expectations as $expectation) {
	$problem = find_match($findings, $expectation);
	if ($problem !== null) {
		$problems[] = $problem;
	}
}
foreach ($absent as [$kind, $pattern]) {
	foreach ($findings as $finding) {
		if ($finding['kind'] === $kind && ($pattern === null || preg_match("~$pattern~u", $finding['summary']))) {
			$problems[] = "unexpected $kind: {$finding['summary']}";
		}
	}
}
echo $problems ? 'not ok' : 'ok', " - $name\n";
foreach ($problems as $problem) {
	echo "#   $problem\n";
}
