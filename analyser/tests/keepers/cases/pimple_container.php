<?php
/*
 * @packages pimple/pimple:^3
 */
class Job
{
	public $payload;

	public function __construct($payload)
	{
		$this->payload = $payload;
	}
}

return [
	'make' => function () { return new Pimple\Container; },
	'grow' => function ($container, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$container["job.$i"] = new Job(str_repeat('.', 2000) . $i);
		}
	},
	'cure' => function ($container) {
		foreach ($container->keys() as $key) {
			unset($container[$key]);
		}
	},
];
