<?php
/* The rows of src/findings/keeper_rows.h as arrays, by name. */
function keeper_rows(): array
{
	$text = file_get_contents(__DIR__ . '/../../src/findings/keeper_rows.h');
	preg_match_all('~^KEEPER\((\w+),\n(.*?)\)$~ms', $text, $matches, PREG_SET_ORDER);
	$rows = [];
	foreach ($matches as $match) {
		list(, $name, $body) = $match;
		preg_match_all('~^\t\.(\w+) = (?:"((?:[^"\\\\]|\\\\.)*)"|true),?$~m', $body, $fields, PREG_SET_ORDER);
		$rows[$name] = ['name' => $name];
		foreach ($fields as $field) {
			$rows[$name][$field[1]] = isset($field[2]) ? stripcslashes($field[2]) : true;
		}
	}
	return $rows;
}
