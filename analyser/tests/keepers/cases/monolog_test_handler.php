<?php
/*
 * @packages monolog/monolog:^3
 * @packages monolog/monolog:^2
 * @packages monolog/monolog:^1
 */
return [
	'make' => function () { return new Monolog\Logger('app', [new Monolog\Handler\TestHandler]); },
	'grow' => function ($logger, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$logger->info("job $i is done", ['job' => $i]);
		}
	},
	'cure' => function ($logger) { $logger->getHandlers()[0]->clear(); },
];
