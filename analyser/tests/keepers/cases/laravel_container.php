<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Container\Container;

class Job
{
	public $payload;

	public function __construct($payload)
	{
		$this->payload = $payload;
	}
}

return [
	'make' => function () { return new Container; },
	'grow' => function ($container, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$container->instance("job.$i", new Job(str_repeat('.', 200) . $i));
			$container->make("job.$i");
		}
	},
	'cure' => function ($container) { $container->forgetInstances(); },
];
