<?php
require getenv('VENDOR') . '/autoload.php';
require __DIR__ . '/Cleanup.php';

use Pimple\Container;

$web = new Container();
$web['cleanup'] = static fn () => new Cleanup();
$web['upload'] = static fn (Container $c) => new Upload($c['cleanup']);

// The administration has services of its own, and the same list of what is to be cleaned up.
$admin = new Container();
$admin['cleanup'] = static fn () => $web['cleanup'];

for ($n = 0;; $n++) {
	$admin['cleanup'];
	$web['upload']->receive("/tmp/upload-$n", str_repeat(chr(97 + $n % 26), 700));
}
