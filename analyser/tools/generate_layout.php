<?php
/* Writes layout_rows.h: the rows (field, since, offset) of every PHP version, from structure
 * descriptions of real builds.
 *
 *     php tools/generate_layout.php FOLDER src/php/layout_fields.h > src/php/layout_rows.h
 *
 * FOLDER holds one JSON file per build (8.1-nts.json, ...). All versions stand on one line, oldest
 * first; a row holds until the next row of its field. A late patch release that moved private
 * structures has a place of its own on that line, and so has the development snapshot of 8.3.
 * A structure that a file does not describe keeps the rows of the version before. */

const BUILDS = [
	/* since => file without -nts or -zts */
	70000 => '7.0', 70100 => '7.1', 70200 => '7.2', 70300 => '7.3', 70400 => '7.4',
	80000 => '8.0', 80100 => '8.1', 80200 => '8.2', 80235 => '8.2.35',
	80299 => '8.3',   /* 8.3.0-dev of February 2023: not a release */
	80300 => '8.3ga', /* released 8.3 */
	80400 => '8.4', 80427 => '8.4.27', 80500 => '8.5', 80600 => '8.6',
];
/* Private structures whose description a dump proved wrong, from a version on: their members anew. */
const CORRECTIONS = [
	80500 => [
		/* the count grew to a size_t: 30 elements of 32 bytes in room for 64 read so in 8.5 and 8.6 */
		'spl_ptr_heap' => ['size' => 64, 'members' => [
			'elements' => 0, 'ctor' => 8, 'dtor' => 16, 'cmp' => 24,
			'count' => 32, 'flags' => 40, 'max_size' => 48, 'elem_size' => 56,
		]],
	],
];
/* Private structures of a release that no description covers, but that are known to be those of another
 * one: since => structure => that version. */
const AS_IN = [
	/* the snapshot of 8.3 had one more member; the release (seen in 8.3.8) is like 8.4 */
	80300 => ['php_stream' => 80400, 'spl_fixedarray' => 80400, 'spl_fixedarray_object' => 80400],
];
const ABSENT = 'RA_ABSENT';

function fail(string $message): void
{
	fwrite(STDERR, "generate_layout: $message\n");
	exit(1);
}

/** @return array<int, array> since => description of a build */
function read_builds(string $folder, string $threads): array
{
	$builds = [];
	foreach (BUILDS as $since => $name) {
		$path = "$folder/$name-$threads.json";
		if (is_file($path)) {
			$builds[$since] = json_decode(file_get_contents($path), true)
				?? fail("$path: " . json_last_error_msg());
		}
	}
	foreach (AS_IN as $since => $structures) {
		foreach ($structures as $name => $version) {
			if (isset($builds[$since], $builds[$version])) {
				$builds[$since]['structs'][$name] = $builds[$version]['structs'][$name];
			}
		}
	}
	foreach (CORRECTIONS as $since => $structures) {
		foreach (array_keys($builds) as $version) {
			foreach ($version >= $since ? $structures : [] as $name => $structure) {
				$builds[$version]['structs'][$name] = [
					'size' => $structure['size'],
					'members' => array_map(fn ($offset) => ['offset' => $offset], $structure['members']),
				];
			}
		}
	}
	if (!$builds) {
		fail("$folder: no description of a $threads build");
	}
	return $builds;
}

/** The lists of layout_fields.h. @return array{structs: list, fields: list, constants: list} */
function read_lists(string $path): array
{
	$text = file_get_contents($path);
	if ($text === false) {
		fail("cannot read $path");
	}
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

if ($argc !== 3) {
	fail('usage: generate_layout.php FOLDER layout_fields.h');
}
$nts = read_builds($argv[1], 'nts');
$zts = read_builds($argv[1], 'zts');
$lists = read_lists($argv[2]);

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

echo "/* Generated by tools/generate_layout.php from layout_fields.h and descriptions of real builds.\n";
echo " * Do not edit. Included by layout.c alone. A row holds until the next row of its field. */\n";
echo "/* clang-format off */\n";
print_table('offset_rows', $nts, $offsets);
echo "\n/* Fields that lie elsewhere in a thread-safe build: their complete rows. */";
print_table('offset_rows_zts', $zts, $offsets, $nts);
print_table('size_rows', $nts, $sizes);
print_table('size_rows_zts', $zts, $sizes, $nts);
print_table('constant_rows', $nts, $constants);
