--TEST--
rdump.hard_limit_percent lets requests with an automatic dump go further beyond memory_limit
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless(ini_get('memory_hard_limit_percent') !== false, 'this PHP has no hard limit');
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$code = 'echo "[", ini_get("memory_hard_limit_percent"), "]"; @ini_set("x", "y");';
$default = '[' . ini_get('memory_hard_limit_percent') . ']';
$dump = array('rdump.oom_dump' => "$dir/%p.rdump");
foreach (array(
	'left alone by default' => array($dump, $default),
	'raised' => array($dump + array('rdump.hard_limit_percent' => '900'), '[900]'),
	'not without an automatic dump' => array(array('rdump.hard_limit_percent' => '900'), $default),
	'never lowered' => array($dump + array('rdump.hard_limit_percent' => '900', 'memory_hard_limit_percent' => '1000'), '[1000]'),
	'refused' => array($dump + array('rdump.hard_limit_percent' => "'a lot'"), $default),
) as $name => $case) {
	list($ini, $expected) = $case;
	$child = run_php($dir, $code, array('ini' => $ini));
	check($name, strpos($child->output, $expected) !== false, $child->output);
}
$child = run_php($dir, 'rdump_set_oom_dump("' . $dir . '/x.rdump"); ' . $code, array('ini' => array('rdump.hard_limit_percent' => '900')));
check('raised by the function', strpos($child->output, '[900]') !== false, $child->output);

/* The compiler goes far beyond the limit: PHP ends without a word to its log, and with the setting with a dump. */
$code = 'eval("\$x = array(" . str_repeat("1.5,", 400000) . ");");';
$child = run_php($dir, $code, array('ini' => oom_ini($dir)));
check_same('without the setting: exit status', 137, $child->exit);
check_same('without the setting: no dump', array(), dumps_in($dir));
$child = run_php($dir, $code, array('ini' => oom_ini($dir, array('rdump.hard_limit_percent' => '9000'))));
check_fatal($child);
check_same('with it: a dump', array("{$child->pid}.rdump"), dumps_in($dir));
checks_done();
?>
--EXPECT--
11 checks passed
