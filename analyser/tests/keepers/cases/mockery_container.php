<?php
/*
 * @packages mockery/mockery:^1
 */
interface Repository
{
	public function find($id);
}

return [
	'jobs' => 300,
	'make' => function () { return Mockery::getContainer(); },
	'grow' => function ($container, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$mock = Mockery::mock(Repository::class);
			$mock->shouldReceive('find')->andReturn($i);
			$mock->find($i);
		}
	},
	'cure' => function ($container) { Mockery::close(); },
];
