<?php
/*
 * @packages mockery/mockery:^1
 */
interface Repository
{
	public function save($row);
}

return [
	'make' => function () { return (object)['spy' => Mockery::spy(Repository::class)]; },
	'grow' => function ($test, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$test->spy->save(['id' => $i, 'name' => "row $i"]);
		}
	},
	'cure' => function ($test) {
		Mockery::close();
		$test->spy = null;
	},
];
