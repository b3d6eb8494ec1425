<?php
/* Enough objects and strings for questions that several threads answer: many_values.php DUMP. Properties of all kinds, equal
 * and different ones. */
#[AllowDynamicProperties]
class Row
{
	public $number;
	public $state;
	public $name;
	public $price;
	public $other;

	public function __construct(int $i)
	{
		$states = ['new', 'paid', 'failed', null, true, ''];
		$this->number = $i % 7 ? $i : (string) $i;
		$this->state = $states[$i % 6];
		$this->name = 'name ' . ($i % 5000) . ($i % 11 ? '' : str_repeat("\x01", 40)) . ($i % 13 ? '' : str_repeat(' and so on', 8 + $i % 3));
		$this->price = $i / 8;
		$this->other = $i % 3 ? [$i] : $this;
	}
}
$rows = $odd = $kept = [];
for ($i = 0; $i < 12000; $i++) {
	if ($i % 5) {
		$rows[] = new Row($i);
	} else {
		$odd["key $i"] = new Row($i);
		$odd["key $i"]->extra = "extra $i";
	}
	if ($i % 100 === 1) {
		$end = end($rows);
		$kept[$i] = null;
		$end->name = &$kept[$i];
		$end->name = "a reference to $i";
		unset($end->number);
	}
}
class Odd
{
	public $value;
	public $same;

	public function __construct($value)
	{
		$this->value = $this->same = $value;
	}
}
$long = str_repeat('0123456789', 10);
$values = ['', '0', '17', 'null', 'true', '(binary)', "\x01", "(b\x01\x02\x03\x04\x05", "x\x01\x02\x03\x04", "tab\t", "line\nend", 'größe', "bad\xff",
	"\u{202e}rtl", 'é' . $long, substr($long, 0, 39), substr($long, 0, 40), substr($long, 0, 41), substr($long, 0, 59), substr($long, 0, 60),
	substr($long, 0, 61), substr($long, 0, 79), substr($long, 0, 80), substr($long, 0, 81), $long, substr($long, 0, 45) . "\x7f",
	str_repeat('e', 38) . "e\u{301}" . $long, 0, 17, -17, PHP_INT_MAX, PHP_INT_MIN, 0.0, -0.0, 17.0, 2.5, 0.1 + 0.2, 0.3, 1 / 3, 1e300, 1e-300, 5e-324,
	NAN, INF, -INF, 123456789012345678.0, 1e15, true, false, null, [], [1, 2], ['a' => 1], new stdClass];
foreach ($values as $i => $value) {
	for ($copies = 0; $copies <= $i % 3; $copies++) {
		$kept[] = new Odd($value); // literals are interned
		$kept[] = new Odd(is_string($value) ? str_replace('-', '', "-$value") : $value);
	}
}
$kept[] = $unset = new Odd(1);
unset($unset->value);
rdump_dump($argv[1]);
