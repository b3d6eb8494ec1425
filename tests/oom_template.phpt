--TEST--
%p %i %t %h and %% are expanded, everything else stays as it is
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$before = time();
$child = run_php($dir, 'exhaust_memory();', array('ini' =>
	oom_ini($dir, array('rdump.oom_dump' => "$dir/d-%p-%i-%t-%h-%%-%x-%P-%%p-%"))));
check_fatal($child);
$names = array_values(preg_grep('/^d-/', names_in($dir)));
check_same('one dump', 1, count($names));
$host = preg_quote(gethostname(), '/');
check('its name', preg_match("/^d-{$child->pid}-{$child->pid}-(\\d+)-$host-%-%x-%P-%p-%$/", $names[0], $match) === 1, $names[0]);
check('the time', $match[1] >= $before && $match[1] <= time(), $match[1]);
whole_dump("$dir/{$names[0]}");
checks_done();
?>
--EXPECT--
6 checks passed
