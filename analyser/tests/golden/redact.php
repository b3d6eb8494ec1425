<?php
/*
 * redact.php DUMP WORDS: a process with secrets in every place that a dump has, each made so that it stands nowhere as
 * text before; writes the dump, and the secrets as a list, one a line.
 */
list(, $dump, $list) = $argv;
$words = array();

/** a comment with commentsecretword */
function secret($name)
{
	global $words;
	$word = "$name-" . md5($name . __FILE__) . substr(md5($name), 0, 20);
	$words[] = $word;
	return $word;
}

class Customer
{
	public $name, $mail, $short, $self;
	private $notes = array();
	public static $cache;
	function __construct($i)
	{
		$this->name = secret("name$i");
		$this->short = substr(md5("s$i"), 0, 3 + $i % 6);
		$this->notes[secret("key$i")] = $i % 2 ? 'literalsecretword' : 3.5;
		$this->self = $i % 3 ? $this : null;
	}
}

$words[] = 'commentsecretword';
$words[] = 'literalsecretword';
$words[] = getenv('ENVIRONMENT_SECRET');
$words[] = $argv[3];
for ($i = 0; $i < 200; $i++) {
	$customers[] = new Customer($i);
	$twice[] = str_repeat(secret('twice'), 3);
}
Customer::$cache = array_fill(0, 50, secret('static'));
/* Short names, which stay, and short texts: none of the texts may become one of the names, which 20 of them would by chance.
 * The class has no function: its file has a name that nothing else tells. */
for ($name = 'aa'; $name !== 'aaa'; $name++) {
	$declared[] = "\$$name";
}
eval('class Letters { public ' . implode(', ', $declared) . '; }');
$letters = new Letters;
foreach ($letters as $name => $nothing) {
	$letters->$name = $customers[0];
}
for ($i = 0; $i < 2000; $i++) {
	$texts[] = pack('n', 0x3000 + $i);
}
$large = str_repeat(secret('large'), 20000);
$closure = function () use ($large) { yield secret('generator'); };
$generator = $closure();
$generator->current();
$object = json_decode(json_encode(array(secret('json') => secret('jsonvalue'))));
ini_set('user_agent', secret('ini'));
file_put_contents($list, implode("\n", array_unique($words)) . "\n");
$words = null;
ob_start();
echo 'out', 'putsecret', 'word', str_repeat('.', 10);
$customers[] = $customers[0];
rdump_dump($dump);
ob_end_clean();
