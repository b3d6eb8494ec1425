<?php
/* Writes layout_rows.h: the versions of PHP and the rows (field, since, offset) of all of them, from
 * descriptions of the structures of real builds.
 *
 *     php analyser/tools/generate_layout.php > analyser/src/php/layout_rows.h
 *     php analyser/tools/generate_layout.php --new 8.6
 *
 * The second form lists the members that this version has and the one before has not, of the structures that the walk
 * reads, with their types.
 *
 * Reads layouts/versions.txt, the descriptions it names (describe-layout makes them), corrections.json
 * beside them (what dumps proved wrong in a description, or is known from another version), and
 * src/php/layout_fields.h. All versions stand on one line, oldest first; a row holds until the next row
 * of its field. A structure that a description does not have keeps the rows of the version before. */

const ABSENT = 'RA_ABSENT';

function fail(string $message): never
{
	fwrite(STDERR, "generate_layout: $message\n");
	exit(1);
}

function read_file(string $path): string
{
	$text = @file_get_contents($path);
	return $text === false ? fail("cannot read $path") : $text;
}

function read_json(string $path): array
{
	return json_decode(read_file($path), true) ?? fail("$path: " . json_last_error_msg());
}

/** The rows of versions.txt, oldest first. @return array<int, array{name: string, called: string}> by since */
function read_versions(string $path): array
{
	$versions = [];
	foreach (explode("\n", read_file($path)) as $number => $line) {
		if ($line === '' || $line[0] === '#') {
			continue;
		}
		if (!preg_match('/^(\d{5})\s+(\S+)\s+(\S.*)$/', $line, $part) || (int) $part[1] <= array_key_last($versions)) {
			fail("$path:" . ($number + 1) . ': no version, or not behind the one before');
		}
		$versions[(int) $part[1]] = ['name' => $part[2], 'called' => $part[3]];
	}
	return $versions ?: fail("$path: no version");
}

/** @param array<int, array> $builds since => description of a build */
function correct(array &$builds, array $corrections): void
{
	foreach ($corrections as $correction) {
		$name = $correction['structure'];
		$source = $builds[$correction['as_in'] ?? 0]['structs'][$name] ?? null;
		foreach (array_keys($builds) as $version) {
			if (isset($correction['only']) ? $version !== $correction['only'] : $version < $correction['since']) {
				continue;
			}
			if (isset($correction['members'])) {
				$builds[$version]['structs'][$name] = [
					'size' => $correction['size'],
					'members' => array_map(fn ($offset) => ['offset' => $offset], $correction['members']),
				];
			} elseif ($source !== null) {
				$builds[$version]['structs'][$name] = $source;
			}
		}
	}
}

/** @return array<int, array> since => description of a build */
function read_builds(string $folder, array $versions, string $threads): array
{
	$builds = [];
	foreach ($versions as $since => ['name' => $name]) {
		$path = "$folder/$name-$threads.json";
		if (is_file($path)) {
			$builds[$since] = read_json($path);
		}
	}
	correct($builds, read_json("$folder/corrections.json"));
	return $builds ?: fail("$folder: no description of a $threads build");
}

/** The lists of layout_fields.h. @return array{structs: list, fields: list, constants: list} */
function read_lists(string $path): array
{
	$text = read_file($path);
	preg_match_all('/^\tS\((\w+)\)/m', $text, $structs);
	preg_match_all('/^\t[FA]\((\w+), (\w+)(?:, "([^"]+)")?\)/m', $text, $fields, PREG_SET_ORDER);
	preg_match_all('/^\tC\((\w+)\)/m', $text, $constants);
	return ['structs' => $structs[1], 'fields' => $fields, 'constants' => $constants[1]];
}

/** Offset of one field in one build; null when the build says nothing about the structure. */
function field_offset(array $build, array $field): int|string|null
{
	$members = $build['structs'][$field[1]]['members'] ?? null;

	if ($members === null) {
		return null;
	}
	foreach (explode('|', $field[3] ?? $field[2]) as $member) {
		if (isset($members[$member])) {
			return $members[$member]['offset'];
		}
	}
	return ABSENT;
}

/** @return array<int, int|string> since => value, only where it changes; what is absent at first has no row */
function changes(array $builds, callable $value): array
{
	$rows = [];
	$last = ABSENT;
	foreach ($builds as $since => $build) {
		$now = $value($build);
		if ($now !== null && $now !== $last) {
			$rows[$since] = $last = $now;
		}
	}
	return $rows;
}

/** One table: $values maps a C enumerator to a function (build => value or null). */
function print_table(string $name, array $builds, array $values, ?array $against = null): void
{
	echo "\nstatic const struct ra_layout_row {$name}[] = {\n";
	foreach ($values as $enumerator => $value) {
		$rows = changes($builds, $value);
		if ($against !== null && $rows === changes(array_intersect_key($against, $builds), $value)) {
			continue;
		}
		foreach ($rows as $since => $number) {
			echo "\t{ $enumerator, $since, $number },\n";
		}
	}
	echo "};\n";
}

function print_new(array $before, array $build, array $lists): void
{
	$read = array_unique(array_merge(array_column($lists['fields'], 1), $lists['structs']));
	foreach ($read as $struct) {
		foreach ($build['structs'][$struct]['members'] ?? [] as $member => $place) {
			if (isset($before['structs'][$struct]) && !isset($before['structs'][$struct]['members'][$member])) {
				printf("%-28s %4d  %s %s\n", $struct, $place['offset'], $place['type'] ?? '?', $member);
			}
		}
	}
}

$folder = __DIR__ . '/../../layouts';
$versions = read_versions("$folder/versions.txt");
foreach ($versions as $since => ['name' => $name]) {
	if (!glob("$folder/$name-*ts.json")) {
		fail("$folder has no description $name");
	}
}
$nts = read_builds($folder, $versions, 'nts');
$zts = read_builds($folder, $versions, 'zts');
$lists = read_lists(__DIR__ . '/../src/php/layout_fields.h');

$offsets = $sizes = $constants = [];
foreach ($lists['fields'] as $field) {
	$seen = false;
	foreach (array_merge($nts, $zts) as $build) {
		$seen = $seen || is_int(field_offset($build, $field));
	}
	if (!$seen) {
		fail("no build has {$field[1]}.{$field[2]}");
	}
	$offsets["RA_{$field[1]}_{$field[2]}"] = fn (array $build) => field_offset($build, $field);
}
foreach ($lists['structs'] as $struct) {
	$sizes["RA_STRUCT_$struct"] = fn (array $build) => $build['structs'][$struct]['size'] ?? null;
}
foreach ($lists['constants'] as $constant) {
	$constants["RA_CONST_$constant"] = fn (array $build) => $build['consts'] ? $build['consts'][$constant] ?? ABSENT : null;
}

if (($argv[1] ?? '') === '--new') {
	$name = $argv[2] ?? fail('--new: which description?');
	$place = array_search($name, array_column($versions, 'name'), true);
	$place > 0 || fail("--new: $name is none of versions.txt, or the first");
	print_new(array_values($nts)[$place - 1], array_values($nts)[$place], $lists);
	exit(0);
}

echo "/* Generated by tools/generate_layout.php from layout_fields.h and layouts/, the descriptions of real builds.\n";
echo " * Do not edit. Included by layout.c alone. A row holds until the next row of its field. */\n";
echo "/* clang-format off */\n";
echo "\nconst struct ra_layout_version ra_layout_versions[] = {\n";
foreach ($versions as $since => ['name' => $name, 'called' => $called]) {
	printf("\t{ %d, %d, %s, \"%s\" },\n", $since, intdiv($since, 100) + (str_ends_with($name, '-dev') ? 1 : 0),
		str_ends_with($name, '-dev') ? 'true' : 'false', $called);
}
echo "};\n";
print_table('offset_rows', $nts, $offsets);
echo "\n/* Fields that lie elsewhere in a thread-safe build: their complete rows. */";
print_table('offset_rows_zts', $zts, $offsets, $nts);
print_table('size_rows', $nts, $sizes);
print_table('size_rows_zts', $zts, $sizes, $nts);
print_table('constant_rows', $nts, $constants);
