<?php
/* More than a page holds: classes, large arrays and long names without number. Argument: where to dump. */
$kept = [];
for ($i = 0; $i < 3000; $i++) {
	$name = 'C' . str_repeat('n' . $i, 60);
	eval("class $name { public \$p" . str_repeat("x$i", 80) . '; }');
	$object = new $name;
	$object->{'p' . str_repeat("x$i", 80)} = range(0, 300);
	$kept["k$i<&\">" . str_repeat("\u{4e00}", 200)] = $object;
}
for ($i = 0; $i < 8000; $i++) {
	$kept[] = [range(0, 100), str_repeat("<&\"'", 100)];
}
\rdump_dump($argv[1]);
