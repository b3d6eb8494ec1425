<?php
/*
 * @packages symfony/stopwatch:^7
 * @packages symfony/stopwatch:^4
 * @packages symfony/stopwatch:^6
 */
return [
	'make' => function () { return new Symfony\Component\Stopwatch\Stopwatch; },
	'grow' => function ($stopwatch, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$stopwatch->start("controller")->stop();
			$stopwatch->start("job $i")->stop();
		}
	},
	'cure' => function ($stopwatch) { $stopwatch->reset(); },
];
