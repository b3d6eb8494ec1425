<?php
/*
 * @packages php-di/php-di:^7
 * @packages php-di/php-di:^6
 */
class Job
{
	public $payload;

	public function __construct($payload = '')
	{
		$this->payload = $payload;
	}
}

return [
	'make' => function () { return (object)['container' => new DI\Container, 'make' => false]; },
	'grow' => function ($app, $jobs) {
		static $number = 0;

		for ($i = 0; $i < $jobs; $i++) {
			$payload = str_repeat('.', 200) . ++$number;
			if ($app->make) {
				$app->container->make(Job::class, ['payload' => $payload]);
			} else {
				$app->container->set("job.$number", new Job($payload));
			}
		}
	},
	'avoid' => function () { return (object)['container' => new DI\Container, 'make' => true]; },
];
