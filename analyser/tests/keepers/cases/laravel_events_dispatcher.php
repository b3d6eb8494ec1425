<?php
/*
 * @packages laravel/framework:^12
 */
return [
	'make' => function () { return new Illuminate\Events\Dispatcher; },
	'grow' => function ($events, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$report = ['job' => $i, 'log' => str_repeat('.', 200)];
			$events->listen('job.done', function () use ($report) {});
		}
		$events->dispatch('job.done');
	},
	'cure' => function ($events) { $events->forget('job.done'); },
];
