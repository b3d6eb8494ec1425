<?php
/*
 * @packages psr/log:^1
 */
return [
	'make' => function () { return new Psr\Log\Test\TestLogger; },
	'grow' => function ($logger, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$logger->info("job $i is done", ['job' => $i]);
		}
	},
	'cure' => function ($logger) { $logger->reset(); },
];
