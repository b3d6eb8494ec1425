<?php
/*
 * @packages phpspec/prophecy:^1
 */
use Prophecy\Argument;
use Prophecy\Prophet;

interface Repository
{
	public function save($row);
}

return [
	'make' => function () {
		$prophecy = (new Prophet)->prophesize(Repository::class);
		$prophecy->save(Argument::any())->willReturn(null);
		return (object)['prophecy' => $prophecy];
	},
	'grow' => function ($test, $jobs) {
		$repository = $test->prophecy->reveal();
		for ($i = 0; $i < $jobs; $i++) {
			$repository->save(['id' => $i, 'name' => "row $i"]);
		}
	},
	'cure' => function ($test) { $test->prophecy = null; },
];
