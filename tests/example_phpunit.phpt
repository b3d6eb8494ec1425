--TEST--
examples/phpunit: a test class that leaves memory behind fails, with a dump; one that does not passes
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_command('phpunit');
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(trim((string) shell_exec('command -v phpunit'))) . ' --version 2>/dev/null', $lines, $status);
skip_unless($status === 0, "the installed PHPUnit does not run on this PHP");
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$start = '<?php require_once ' . var_export(dirname(__DIR__) . '/examples/phpunit/FailsOnGrowth.php', true) . ';
class %1$sTest extends PHPUnit\Framework\TestCase {
	use FailsOnGrowth;
	public static $kept = array();
	function testOne() { for ($i = 0; $i < 50000; $i++) { %2$s str_repeat("row $i", 10); } $this->assertTrue(true); }
	function testTwo() { $this->assertTrue(true); }
}';
file_put_contents("$dir/LeakTest.php", sprintf($start, 'Leak', 'self::$kept[] ='));
file_put_contents("$dir/CleanTest.php", sprintf($start, 'Clean', '$mine ='));
$phpunit = trim(shell_exec('command -v phpunit'));
function run($dir, $phpunit, $test)
{
	/* with the machine's php.ini: PHPUnit needs extensions */
	$words = array(PHP_BINARY, '-d', 'extension=' . rdump_so(), '-d', 'memory_limit=512M', $phpunit, '--do-not-cache-result', "$dir/$test.php");
	exec("RDUMP_FOLDER=$dir " . implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1', $lines, $status);
	return array($status, implode("\n", $lines));
}
list($status, $output) = run($dir, $phpunit, 'CleanTest');
check('a clean class passes', $status === 0 && strpos($output, 'OK (2 tests') !== false, $output);
check('without a dump', !is_file("$dir/CleanTest.rdump"));
list($status, $output) = run($dir, $phpunit, 'LeakTest');
check('a leaking one fails', $status !== 0, $output);
check('it says so', preg_match("~LeakTest left \d+\.\d MB behind; rdump report $dir/LeakTest.rdump~", $output) === 1, $output);
$dump = whole_dump("$dir/LeakTest.rdump");
checks_done();
?>
--EXPECT--
5 checks passed
