<?php
/* php check_rows.php: what is wrong with the rows of src/findings/keeper_rows.h and their cases. Prints nothing when all is
 * well, and ends with 1 otherwise. */
require __DIR__ . '/keeper_rows.php';

const COLUMNS = 69; /* RA_KEEPER_COLUMNS */
const FIELDS = ['name', 'package', 'class_name', 'properties', 'versions', 'registry', 'what', 'cure', 'why', 'link'];

$wrong = [];
$rows = keeper_rows();
$text = file_get_contents(__DIR__ . '/../../src/findings/keeper_rows.h');
if (count($rows) !== substr_count($text, "\nKEEPER(")) {
	$wrong[] = count($rows) . ' rows of keeper_rows.h can be read, of ' . substr_count($text, "\nKEEPER(");
}
$names = array_keys($rows);
$sorted = $names;
sort($sorted, SORT_STRING);
if ($names !== $sorted) {
	$wrong[] = 'keeper_rows.h is not sorted by name';
}
$seen = [];
foreach ($rows as $name => $row) {
	$say = function (string $what) use ($name, &$wrong) { $wrong[] = "$name: $what"; };
	foreach (array_diff(FIELDS, ['versions', 'registry'], array_keys($row)) as $field) {
		$say("there is no .$field");
		continue 2;
	}
	foreach (array_diff(array_keys($row), FIELDS) as $field) {
		$say("there is no field .$field");
	}
	foreach (['what', 'cure'] as $field) {
		if (strlen($row[$field]) > COLUMNS) {
			$say(".$field has " . strlen($row[$field]) . ' characters, ' . COLUMNS . ' fit on a line');
		}
	}
	if (substr($row['why'], -1) !== '.' || preg_match('~[^ -\~]~', implode($row))) {
		$say('.why ends with a stop, and all is ASCII');
	}
	if (!preg_match('~^https://[a-z0-9.-]+\.[a-z]+/[!-\~]*$~', $row['link'])) {
		$say("'{$row['link']}' is no link");
	}
	if (!preg_match('~^(?:[A-Z_]\w*\\\\)*[A-Za-z_]\w*$~', $row['class_name'])) {
		$say("'{$row['class_name']}' is no class");
	}
	foreach (explode(' ', $row['properties']) as $property) {
		if (!preg_match('~^(?:::)?\w+$~', $property)) {
			$say("'$property' is no property");
		}
		if (isset($seen[$row['class_name']][$property])) {
			$say("$property is in {$seen[$row['class_name']][$property]} as well");
		}
		$seen[$row['class_name']][$property] = $name;
	}
	$case = @file_get_contents(__DIR__ . "/cases/$name.php");
	if ($case === false) {
		$say("there is no case tests/keepers/cases/$name.php");
	} elseif (!preg_match('~^ \* @packages .*\b' . preg_quote($row['package'], '~') . ':~m', $case)) {
		$say("its case does not ask for {$row['package']}");
	} elseif (!preg_match("~^\t'(?:cure|avoid)' => ~m", $case)) {
		$say('its case tries no cure');
	}
}
foreach (glob(__DIR__ . '/cases/*.php') as $case) {
	if (!isset($rows[basename($case, '.php')])) {
		$wrong[] = basename($case) . ': there is no such row in keeper_rows.h';
	}
}
foreach ($wrong as $line) {
	echo $line, "\n";
}
exit($wrong ? 1 : 0);
