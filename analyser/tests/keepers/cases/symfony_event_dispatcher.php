<?php
/*
 * @packages symfony/event-dispatcher:^7
 * @packages symfony/event-dispatcher:^4
 * @packages symfony/event-dispatcher:^6
 */
use Symfony\Component\EventDispatcher\EventDispatcher;

return [
	'make' => function () { return new EventDispatcher; },
	'grow' => function ($dispatcher, $jobs) {
		static $number = 0;

		for ($i = 0; $i < $jobs; $i++) {
			$report = ['job' => ++$number, 'log' => str_repeat('.', 200)];
			$dispatcher->addListener('job.done', function ($event) use ($report) {});
		}
		$dispatcher->dispatch(new stdClass, 'job.done');
	},
	'cure' => function ($dispatcher) {
		foreach ($dispatcher->getListeners('job.done') as $listener) {
			$dispatcher->removeListener('job.done', $listener);
		}
	},
];
