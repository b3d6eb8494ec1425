<?php
/*
 * @packages react/event-loop:^1
 */
return [
	'make' => function () {
		return (object)['loop' => new React\EventLoop\StreamSelectLoop, 'timers' => []];
	},
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$answer = str_repeat("$i ", 500);
			$app->timers[] = WeakReference::create($app->loop->addTimer(3600, function () use ($answer) {}));
		}
	},
	'cure' => function ($app) {
		foreach ($app->timers as $timer) {
			$app->loop->cancelTimer($timer->get());
		}
		$app->timers = [];
	},
];
