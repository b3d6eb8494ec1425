<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Container\Container;
use Illuminate\Support\Testing\Fakes\QueueFake;

class SendsMail
{
	public $number;

	public function __construct($number)
	{
		$this->number = $number;
	}
}

return [
	'make' => function () { return (object)['queue' => new QueueFake(new Container)]; },
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app->queue->push(new SendsMail($i));
		}
	},
	/* what Queue::fake() does */
	'cure' => function ($app) { $app->queue = new QueueFake(new Container); },
];
