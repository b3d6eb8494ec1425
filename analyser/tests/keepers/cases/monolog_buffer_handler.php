<?php
/*
 * @packages monolog/monolog:^3
 * @packages monolog/monolog:^2
 * @packages monolog/monolog:^1
 */
use Monolog\Handler\BufferHandler;
use Monolog\Handler\StreamHandler;
use Monolog\Logger;

return [
	'make' => function () { return new Logger('app', [new BufferHandler(new StreamHandler('/dev/null'))]); },
	'grow' => function ($logger, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$logger->info("job $i is done", ['job' => $i]);
		}
	},
	'cure' => function ($logger) { $logger->reset(); },
];
