<?php
/* One graph of a kind per dump: php -d extension=rdump.so shapes.php SHAPE DUMP. Without arguments the names. */

class Node
{
	public $next;
	public $other;
	public $text;
}

function node($text)
{
	$node = new Node();
	$node->text = str_repeat($text, 20) . mt_rand();
	return $node;
}

function numbers($count)
{
	$kept = range(1, $count);
	foreach ($kept as $number) {
		yield $number => node('g');
	}
}

$shapes = array(
	'list' => function () {
		for ($i = 0; $i < 600; $i++) {
			$node = node('l');
			$node->next = isset($head) ? $head : null;
			$head = $node;
		}
		return $head;
	},
	'tree' => function () {
		$grow = function ($depth) use (&$grow) {
			$node = node('t');
			if ($depth > 0) {
				$node->next = $grow($depth - 1);
				$node->other = $grow($depth - 1);
			}
			return $node;
		};
		return $grow(10);
	},
	'cycles' => function () {
		for ($i = 0; $i < 600; $i++) {
			$a = node('a');
			$a->next = node('b');
			$a->next->next = node('c');
			$a->next->next->next = $a;
			$all[] = $a;
		}
		return $all;
	},
	'sharing' => function () {
		for ($i = 0; $i < 500; $i++) {
			$nodes[] = node('s');
		}
		return array('list' => $nodes, 'map' => array_reverse($nodes, true), 'some' => array_slice($nodes, 10, 90));
	},
	'random' => function () {
		for ($i = 0; $i < 2000; $i++) {
			$nodes[] = node('r');
		}
		foreach ($nodes as $node) {
			$node->next = $nodes[mt_rand(0, 1999)];
			$node->other = $nodes[mt_rand(0, 1999)];
		}
		return $nodes[0];
	},
	'garbage' => function () {
		gc_disable();
		for ($i = 0; $i < 600; $i++) {
			$a = node('x');
			$a->next = node('y');
			$a->next->next = $a;
			$ring = array('self' => null);
			$ring['self'] = &$ring;
			unset($ring);
		}
		return null;
	},
	'weak' => function () {
		if (!class_exists('WeakMap')) {
			return null;
		}
		$map = new WeakMap();
		for ($i = 0; $i < 2000; $i++) {
			$key = node('k');
			$map[$key] = node('v');
			$keys[] = $key;
			$references[] = WeakReference::create($key);
		}
		return array($map, $keys, $references);
	},
	'generators' => function () {
		for ($i = 0; $i < 500; $i++) {
			$generator = numbers(20);
			$generator->current();
			$all[] = $generator;
		}
		return $all;
	},
	'fibers' => function () {
		if (!class_exists('Fiber')) {
			return null;
		}
		for ($i = 0; $i < 100; $i++) {
			$fiber = new Fiber(function ($value) {
				$kept = node('f');
				Fiber::suspend($kept);
			});
			$fiber->start($i);
			$all[] = $fiber;
		}
		return $all;
	},
	'keys' => function () {
		$odd = array(-5 => node('n'), PHP_INT_MAX => node('m'), 1 << 40 => node('w'), "\xff\xfe" => node('b'), 'ÿþ' => node('c'), "a\0b" => 'nul',
			'äöü' => 'umlauts', '😀' => 'wide', '"quoted\\"' => 'quotes', '' => 'empty');
		$object = new stdClass();
		$object->{'a b'} = node('d');
		for ($i = 0; $i < 600; $i++) {
			$closures[] = function () use ($i, $odd) {
				return $odd[$i];
			};
			$object->{"p$i"} = "secret-value-$i" . str_repeat('#', $i % 50);
		}
		return array($odd, $object, $closures, str_repeat('long text ', 100000));
	},
);

if ($argc < 3) {
	echo implode("\n", array_keys($shapes)), "\n";
	exit(0);
}
mt_srand(7);
$kept = $shapes[$argv[1]]();
exit(rdump_dump($argv[2]) ? 0 : 1);
