<?php
/*
 * @packages phpunit/phpunit:^9
 */
class RowsTest extends PHPUnit\Framework\TestCase
{
	public static $let_go = false;
	private $rows;

	protected function setUp(): void
	{
		$this->rows = range(1, 2000);
	}

	protected function tearDown(): void
	{
		if (self::$let_go) {
			$this->rows = null;
		}
	}

	public function testRows()
	{
		$this->assertCount(2000, $this->rows);
	}
}

return [
	'jobs' => 200,
	'make' => function () { return new PHPUnit\Framework\TestSuite('all'); },
	'grow' => function ($suite, $jobs) {
		$more = new PHPUnit\Framework\TestSuite('some');
		for ($i = 0; $i < $jobs; $i++) {
			$more->addTest(new RowsTest('testRows'));
		}
		$suite->addTest($more);
		$more->run();
	},
	'avoid' => function () {
		RowsTest::$let_go = true;
		return new PHPUnit\Framework\TestSuite('all');
	},
];
