<?php
/* packages.php DUMP FOLDER [SCALE]: code of two packages and of the application, each with memory of its own. Prints what is
 * freed when each lets go. */
[, $dump, $folder] = $argv;
$scale = (int)($argv[3] ?? 1);

/* Puts a file below FOLDER and loads it. */
function load(string $folder, string $file, string $code): void
{
	@mkdir(dirname("$folder/$file"), 0700, true);
	file_put_contents("$folder/$file", "<?php\n$code");
	require "$folder/$file";
}
load($folder, 'vendor/acme/logger/src/Logger.php', 'namespace Acme;
	class Logger { public array $records = []; public static array $all = [];
		function log(string $text) { $this->records[] = [$text, strlen($text)]; } }');
load($folder, 'vendor/other/cache/Cache.php', 'namespace Other;
	class Cache { private $load; function __construct(public array $items) {}
		function listen(array $big) { $this->load = function () use ($big) { return $big; }; } }');
load($folder, 'src/App.php', 'class App { public array $rows = []; }');

class Freed
{
	public static function by(callable $let_go): int
	{
		$before = memory_get_usage();
		$let_go();
		gc_collect_cycles();
		return $before - memory_get_usage();
	}
}
$logger = new Acme\Logger;
for ($i = 0; $i < 20000 * $scale; $i++) {
	$logger->log("record $i");
	Acme\Logger::$all[] = "static $i";
}
$cache = new Other\Cache(range(1, 100000));
$cache->listen(array_map('strval', range(1000000, 1020000)));
$app = new App;
for ($i = 0; $i < 5000; $i++) {
	$app->rows[] = str_repeat('x', 100 + $i % 3);
}
unset($i);
rdump_dump($dump);
$freed = [
	'acme/logger' => Freed::by(function () use (&$logger) { $logger = null; Acme\Logger::$all = []; }),
	'other/cache' => Freed::by(function () use (&$cache) { $cache = null; }),
];
echo json_encode($freed), "\n";
