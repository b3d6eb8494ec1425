<?php
/*
 * @packages symfony/event-dispatcher:^7 symfony/stopwatch:^7
 * @packages symfony/event-dispatcher:^4 symfony/stopwatch:^4
 * @packages symfony/event-dispatcher:^6 symfony/stopwatch:^6
 */
use Symfony\Component\EventDispatcher\Debug\TraceableEventDispatcher;
use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\Stopwatch\Stopwatch;

return [
	'make' => function () { return new TraceableEventDispatcher(new EventDispatcher, $GLOBALS['stopwatch'] = new Stopwatch); },
	/* a listener of the job's own, as a subscriber that is made for each job */
	'grow' => function ($dispatcher, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$listener = function ($event) {};
			$dispatcher->addListener('job', $listener);
			$dispatcher->dispatch(new stdClass, 'job');
			$dispatcher->removeListener('job', $listener);
			$dispatcher->dispatch(new stdClass, "orphan $i");
		}
		$GLOBALS['stopwatch']->reset(); /* a keeper of its own */
	},
	'cure' => function ($dispatcher) { $dispatcher->reset(); },
];
