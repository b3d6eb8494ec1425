<?php
/* A dump with tables long enough to be looked at by stretches, values that many share, references, cycles; then damaged
 * copies of it. Usage: long_tables.php DUMP COPIES */
class Row
{
	public $name;
	public $values;
	public $self = [];
}

$rows = $names = $references = [];
$shared = str_repeat('s', 100);
for ($i = 0; $i < 5000; $i++) {
	$row = new Row();
	$row->name = "row $i";
	$row->values = [$i, "value $i", $shared];
	$row->self["row $i"] = $row;
	$rows[] = $row;
}
for ($i = 0; $i < 3000; $i++) {
	$names["name $i"] = $i % 3 ? $i : "text $i";
	$references[$i * 7] = &$rows[$i];
}
$dynamic = new stdClass();
for ($i = 0; $i < 2500; $i++) {
	$dynamic->{"property $i"} = [$i];
}
unset($row);
rdump_dump($argv[1]);

$dump = file_get_contents($argv[1]);
mt_srand(20261127);
for ($copy = 1; $copy <= (int)$argv[2]; $copy++) {
	$bytes = $dump;
	$words = intdiv(strlen($bytes), 8);
	for ($fault = 0; $fault < 10 ** ($copy % 5); $fault++) {
		$at = mt_rand(0, $words - 1) * 8;
		switch ($copy % 3) {
			case 0: /* one byte */
				$bytes[$at + mt_rand(0, 7)] = chr(mt_rand(0, 255));
				break;
			case 1: /* a word of somewhere else */
				$from = mt_rand(0, $words - 1) * 8;
				for ($i = 0; $i < 8; $i++) {
					$bytes[$at + $i] = $dump[$from + $i];
				}
				break;
			default:
				for ($i = 0; $i < 8; $i++) {
					$bytes[$at + $i] = "\0";
				}
		}
	}
	file_put_contents("$argv[1].damaged$copy", $bytes);
}
