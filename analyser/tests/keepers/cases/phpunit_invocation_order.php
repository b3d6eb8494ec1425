<?php
/*
 * @packages phpunit/phpunit:^10
 * @packages phpunit/phpunit:^9
 */
interface Repository
{
	public function save($row);
}

class CopyTest extends PHPUnit\Framework\TestCase
{
	public function repository()
	{
		$repository = $this->createMock(Repository::class);
		$repository->method('save')->willReturn(true);
		return $repository;
	}
}

return [
	'make' => function () { return (new CopyTest('testNothing'))->repository(); },
	'grow' => function ($repository, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$repository->save(['id' => $i, 'name' => "row $i"]);
		}
	},
	'avoid' => function () {
		return new class implements Repository {
			public function save($row)
			{
				return true;
			}
		};
	},
];
