<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Testing\Fakes\EventFake;

return [
	'make' => function () { return (object)['events' => new EventFake(new Dispatcher)]; },
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app->events->dispatch('order.sent', [['order' => $i]]);
		}
	},
	/* what Event::fake() does */
	'cure' => function ($app) { $app->events = new EventFake(new Dispatcher); },
];
