<?php
/* Contents that a page must not tell: every one of them has the word Secret. And names that could do harm, in a file whose
 * name does, too. Argument: where to dump. */

namespace App;

class Session
{
	public $token;
	public $data;
	public static $seen = [];

	public function __construct($token)
	{
		$this->token = $token;
		$this->data = [str_repeat("value-Secret-$token ", 20), 'name' => "Secret-$token"];
	}
}

class Mailer
{
	public $log = [];
}

class Node
{
	public $next;
	public $payload;
}

function fill(array &$rows)
{
	for ($i = 0; $i < 3000; $i++) {
		$rows["key-Secret-$i"] = new Session("token-Secret-$i");
	}
}

$kept = [];
fill($kept);
/* keys that are names of classes are no contents */
$services = ['App\Mailer' => new Mailer, 'Secret</script><b>' => new Mailer];
$services['App\Mailer']->log = array_fill(0, 20000, null);
$services['Secret</script><b>']->log = array_fill(0, 20000, null);
for ($i = 0; $i < 2000; $i++) {
	$services['App\Mailer']->log[$i] = str_repeat('Secret', 3) . $i;
	Session::$seen[] = "Secret, the same in many places " . $i % 7;
}
$object = new \stdClass;
$object->{'propertySecret'} = str_repeat('Secret', 10000);
$object->{"Secret</script><img src=x onerror=alert(1)>\x01\xff\u{202e}"} = range(1, 20000);
$object->list = array_map(function ($i) {
	return [$i => "Secret$i"];
}, range(1, 3000));
$chain = null;
for ($i = 0; $i < 5000; $i++) {
	$node = new Node;
	$node->next = $chain;
	$node->payload = "Secret payload $i";
	$chain = $node;
}
$closure = function () use ($kept) {
	return count($kept);
};
$by_reference = &$object->list;
\rdump_dump($argv[1]);
