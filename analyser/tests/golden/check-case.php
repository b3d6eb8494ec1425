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
 *   @row REGEX                 a row of "who holds it" on the first screen: its paths | what it holds | bytes
 *   @norow REGEX               there is no such row
 *   @php OPTIONS               for the PHP that runs the case; DUMP is the dump's path
 *   @requires EXTENSION        the case is skipped without it
 *   @cut PERCENT               so much is left of the dump, which is read with --salvage
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
$rows = ['row' => [], 'norow' => []];
preg_match_all('~^\t\{"(\w+)"~m', file_get_contents(__DIR__ . '/../../src/findings/finding_kind.c'), $known);

/* A case must not pass for a name or a pattern that says nothing. */
$check_kind = function (string $kind) use ($known, &$problems) {
	if (!in_array($kind, $known[1], true)) {
		$problems[] = "there is no kind '$kind'";
	}
};
$check_pattern = function (string $pattern) use (&$problems) {
	if (@preg_match('~' . str_replace('~', '\~', $pattern) . '~u', '') === false) {
		$problems[] = "the pattern '$pattern' does not compile";
	}
};
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
			$check_kind($parts[0]);
			$expectations[] = ['kind' => $parts[0], 'conditions' => []];
			if (isset($parts[1])) {
				$condition('severity', fn($f) => $f['severity'], '=', json_encode($parts[1]));
			}
			break;
		case 'fact':
			$fact = $parts[0];
			if ($parts[1] === '~') {
				$check_pattern($parts[2]);
			}
			$condition($fact, fn($f) => $f['facts'][$fact] ?? null, $parts[1], $parts[2]);
			break;
		case 'summary':
		case 'hypothesis':
			$check_pattern($rest);
			$condition($word, fn($f) => $f[$word] ?? '', '~', $rest);
			break;
		case 'confidence':
			$condition($word, fn($f) => $f['confidence'], '=', json_encode($rest));
			break;
		case 'impact':
			$condition($word, fn($f) => $f['impact_bytes'] ?? 0, $parts[0], $parts[1]);
			break;
		case 'absent':
			$check_kind($parts[0]);
			$absent[] = explode(' ', $rest, 2) + [1 => null];
			$check_pattern(end($absent)[1] ?? '');
			break;
		case 'row':
		case 'norow':
			$check_pattern($rest);
			$rows[$word][] = $rest;
			break;
		case 'php': /* these are read by run-cases */
		case 'requires':
		case 'cut':
		case 'php-version':
			break;
		default:
			$problems[] = "unknown word @$word";
	}
}
if (!$expectations && !$absent && !$rows['row'] && !$rows['norow']) {
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
$texts = array_map(function (array $row): string {
	$content = array_map(fn($part) => trim(($part['class'] ?? $part['kind'] ?? '') . " x{$part['count']} " . ($part['site'] ?? '')), $row['content']);
	return implode(', ', $row['paths']) . ' | ' . implode(', ', $content) . ' | ' . $row['bytes'];
}, json_decode(file_get_contents($report), true)['answer']['holders'] ?? []);
foreach ($rows as $word => $patterns) {
	foreach ($patterns as $pattern) {
		if ((bool) preg_grep('~' . str_replace('~', '\~', $pattern) . '~u', $texts) !== ($word === 'row')) {
			$problems[] = "@$word $pattern; the rows: " . implode(' / ', $texts);
		}
	}
}
echo $problems ? 'not ok' : 'ok', " - $name\n";
foreach ($problems as $problem) {
	echo "#   $problem\n";
}
