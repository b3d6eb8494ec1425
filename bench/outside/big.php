<?php
/* big.php MEGABYTES: holds so much, says that it is ready, and waits. A third of it are small objects with strings. */
ini_set('memory_limit', -1);
$objects = $strings = [];
while (memory_get_usage() < $argv[1] * 1048576 / 3) {
	$objects[] = (object)['number' => count($objects), 'name' => 'object ' . count($objects)];
}
while (memory_get_usage() < $argv[1] * 1048576) {
	$strings[] = str_repeat(chr(33 + count($strings) % 90), 10000);
}
echo "ready\n";
sleep(3600);
