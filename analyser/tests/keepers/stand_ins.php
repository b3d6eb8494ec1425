<?php
/* stand_ins.php held|harmless DUMP FROM COUNT: classes with the names of so many known keepers. held: each property of each
 * holds much. harmless: little, or values that others hold, or services of many kinds, or it is another class. Ends with
 * status 3 when there are no such keepers. */
require __DIR__ . '/keeper_rows.php';
list(, $what, $dump, $from, $count) = $argv;
$rows = array_slice(keeper_rows(), (int)$from, (int)$count, true);
if (!$rows) {
	exit(3);
}

/* Declares a class, written or inherited, with properties that are private. */
function declare_class(string $name, array $properties)
{
	$parts = explode('\\', $name);
	$short = array_pop($parts);
	$body = '';
	foreach ($properties as $property) {
		$static = strncmp($property, '::', 2) === 0;
		$body .= ($static ? 'private static $' : 'private $') . ltrim($property, ':') . ' = []; ';
	}
	eval(($parts ? 'namespace ' . implode('\\', $parts) . '; ' : '') . "class $short { $body
		static function put(\$self, string \$name, array \$value) {
			if (\$self) { \$self->\$name = \$value; } else { self::\$\$name = \$value; }
		} }");
}

class Job
{
	public $payload;
}

class Held
{
	public static $keepers = [];
	public static $others = [];
}

/* About 400 KB. */
function values(bool $objects): array
{
	$values = [];
	for ($i = 0; $i < ($objects ? 1000 : 400); $i++) {
		$text = str_repeat(chr(33 + $i % 90), $objects ? 400 : 1000);
		if ($objects) {
			$job = new Job;
			$job->payload = $text;
			$values["job.$i"] = $job;
		} else {
			$values[] = $text;
		}
	}
	return $values;
}

/* Each kind of service once, one of them large. */
function services(): array
{
	$values = [];
	for ($i = 0; $i < 150; $i++) {
		if (!class_exists("Service$i", false)) {
			eval("class Service$i { public \$data; }");
		}
		$class = "Service$i";
		$values[$class] = new $class;
		$values[$class]->data = str_repeat('s', $i === 0 ? 200000 : 1000);
	}
	return $values;
}

$declared = [];
foreach ($rows as $name => $row) {
	foreach (explode(' ', $row['properties']) as $property) {
		$declared[$row['class_name']][$property] = $property;
	}
}
foreach ($declared as $class => $properties) {
	declare_class($class, $properties);
	declare_class("Another\\$class", $properties);
}
foreach ($rows as $name => $row) {
	$class = $row['class_name'];
	$registry = isset($row['registry']);
	/* private properties of a parent */
	if (!class_exists("Extends_$name", false)) {
		eval("class Extends_$name extends \\$class {}");
	}
	$extends = "Extends_$name";
	foreach (explode(' ', $row['properties']) as $i => $property) {
		$plain = ltrim($property, ':');
		$object = $plain !== $property ? null : ($i % 2 ? new $extends : new $class);
		Held::$keepers[] = $object;
		if ($what === 'held') {
			$class::put($object, $plain, values($registry));
			continue;
		}
		if ($registry) {
			$class::put($object, $plain, services());
		} elseif ($i % 2) {
			$class::put($object, $plain, [str_repeat('little', 100)]);
		} else {
			$class::put($object, $plain, Held::$others[] = values(false));
		}
		$another = "Another\\$class";
		Held::$keepers[] = $object = $plain !== $property ? null : new $another;
		$another::put($object, $plain, values($registry));
	}
}
if ($what === 'held') { /* one that has a row on the first screen */
	$row = reset($rows);
	$service = new $row['class_name'];
	$values = [];
	$service::put($service, explode(' ', $row['properties'])[0], values(isset($row['registry'])));
	if ($from === '0') {
		rdump_dump("$dump.before");
	}
	for ($i = 0; $i < 8; $i++) {
		foreach (values(isset($row['registry'])) as $key => $value) {
			$values["$key $i"] = $value;
		}
	}
	$service::put($service, explode(' ', $row['properties'])[0], $values);
}
unset($object, $row, $values);
rdump_dump($dump);
