<?php
/* query.php DUMP: values whose holders are known. */
class User
{
	public function __construct(public string $name, public array $tags)
	{
	}
}
class Odd extends User
{
}
class Audit
{
	public static array $seen = [];
}
class Map
{
	public array $byId = [];
}
/* Keys with all that has a meaning in paths, in literals, for a shell or on a terminal. */
class Manager
{
	public array $identityMap = [];
	public static array $odd = [];
	public static ?object $dynamic = null;

	public static function keys(): array
	{
		return ['App\\Entity\\Product', 'it\'s', 'say "x"', 'a]b', "x']['y", '$HOME `id`', "\0bin\xff\x1b[31m", "line\nbreak", '',
			' in run()', 'a->b::$c', 'run:12::$map', "o\\'", '\\', 'é ü', "\u{202e}rtl", '[*]', '17', '-0', '%s', str_repeat('long\\', 40),
			'result of f() in ', '{closure}', "tab\t", 'x"]["y', 'ends with \\'];
	}
}
function run(string $dump): void
{
	$map = new Map;
	for ($i = 0; $i < 300; $i++) {
		$user = new User("user number $i", ["tag $i", 'b']);
		$map->byId["id-$i"] = $user;
		if ($i < 200) {
			Audit::$seen[] = $user;
		}
	}
	unset($user);
	$alone = [str_repeat('x', 5000), str_repeat('y', 100)];
	$manager = new Manager;
	Manager::$dynamic = new stdClass;
	foreach (Manager::keys() as $i => $key) {
		Manager::$odd[$key] = [new Odd("odd $i", ["odd tag $i"])];
		if ($key !== '' && $key[0] !== "\0") {
			Manager::$dynamic->$key = ["odd property $i"];
		}
	}
	for ($i = 0; $i < 900; $i++) {
		$manager->identityMap['App\\Entity\\Product'][$i] = ["product $i", $i];
	}
	rdump_dump($dump);
	echo count($map->byId), count($alone);
}
class Ring
{
	public ?Ring $other = null;
}
class Months
{
	public static ?Months $year = null;
	public array $january = [], $february = [], $march = [], $april = [], $may = [], $june = [], $july = [], $august = [],
		$september = [], $october = [], $november = [], $december = [];
}
class Counted
{
	public static array $all = [];

	public function __construct(public int $number)
	{
	}
}
class Author
{
	public string $text = '';
}
class Note
{
	public static array $all = [];
	public ?Author $author = null;
}
/* Pairs that hold each other: half of the lefts are in a list, a third of the pairs is garbage. */
class Pair
{
	public static array $all = [];
	public ?Pair $other = null;
}
class Loner
{
	public ?Loner $other = null;
}
function pairs(): void
{
	gc_disable();
	for ($i = 0; $i < 90; $i++) {
		$left = new Pair;
		$left->other = new Pair;
		$left->other->other = $left;
		if ($i % 3) {
			Pair::$all[] = $left;
		}
		$loner = new Loner;
		$loner->other = new Loner;
		$loner->other->other = $loner;
	}
}
/* Notes by number and by key, in turn; each author has one of both. */
function notes(): void
{
	[$one, $two] = [new Ring, new Ring];
	[$one->other, $two->other] = [$two, $one];
	Months::$year = new Months;
	foreach (Months::$year as $name => $days) {
		Months::$year->$name = range(1, 30 + strlen($name) % 2);
	}
	Counted::$all = [new Counted(4), new Counted(5)];
	for ($i = 0; $i < 120; $i++) {
		$note = new Note;
		$note->author = $i < 60 ? new Author : Note::$all[$i % 2 ? 'n' . (119 - $i) : 119 - $i]->author;
		Note::$all[$i % 2 ? $i : "n$i"] = $note;
	}
}
class Row
{
	public static array $all = [];

	public function __construct(public string $code, public array $pair, public ?string $more, public array $mixed)
	{
	}
}
/* Arrays that are quickly told apart, among them ones that read the same; with $i % 3 of 1 others, that take their whole text. */
function mixed(int $i): array
{
	$n = $i >> 4;
	$plain = [[$n], [(float) $n], [-$n, 10 ** ($i % 10)], [$n, null, true, false], [$i % 7 => $n >> 3], ['key ' . $i % 5 => $n >> 3, 'b' => "b"], [$n, [1, 2]],
		range($n, $n + 5), range($n, $n + 6), [], [PHP_INT_MIN + $n, PHP_INT_MAX], [0.0, $n], [999999999.0, $n], ["$n"], [1 => 1, 0 => $n], ['' => $n]];
	$other = [[-0.0, $n], [$n + 0.5], ["it's $n"], [str_repeat('long ', 6) . $n], [$n, str_repeat('s', 30)], [1e9, $n], [1e15, $n], [-1e10, $n],
		[PHP_INT_MAX, PHP_INT_MAX, PHP_INT_MAX, $n], ["\u{e9}" => $n], [$n, new ArrayObject], [$n, fopen('php://memory', 'r')], [NAN, $n], [INF], [1e300, $n], [[$n]]];

	return $i % 3 === 1 ? $other[$i % 16] : $plain[$i % 16];
}
class Point
{
	public static array $all = [];

	public function __construct(public array $at)
	{
	}
}
/* As large as each other: of them the first are those whose texts come first. */
function points(): void
{
	for ($i = 0; $i < 9000; $i++) {
		Point::$all[] = new Point([$i * 7919 % 20011 - ($i % 2 ? 10000 : 0), $i % 7 ? $i : $i * 1000000007]);
	}
}
/* So many that they are looked at in pieces: most codes differ, each eleventh is that of another row, some are no plain text. */
function rows(): void
{
	for ($i = 0; $i < 11000; $i++) {
		$code = $i % 11 ? "code $i" : 'code ' . $i % 7;
		Row::$all[] = new Row($i % 25 ? $code : "\u{e9}\tcode " . str_repeat('long ', 20) . $i % 100, [-$i, $code], $i % 3 ? null : str_repeat('x', 1 + $i % 50), mixed($i));
	}
}
rows(); points(); notes(); pairs(); $_SERVER = ['REQUEST_METHOD' => 'GET', 'HTTP_HOST' => 'shop.test', 'REQUEST_URI' => 'http://shop.test/7'] + $_SERVER; run($argv[1]);
