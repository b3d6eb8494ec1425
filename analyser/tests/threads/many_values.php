<?php
/* Enough objects and strings for questions that several threads answer: many_values.php DUMP. Values of all kinds, equal and
 * different ones. */
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
rdump_dump($argv[1]);
