<?php
/*
 * @packages symfony/monolog-bridge:^7 monolog/monolog:^3
 * @packages symfony/monolog-bridge:^6 monolog/monolog:^3
 */
use Monolog\Handler\NullHandler;
use Monolog\Logger;
use Symfony\Bridge\Monolog\Processor\DebugProcessor;

return [
	'make' => function () { return new Logger('app', [new NullHandler], [new DebugProcessor]); },
	'grow' => function ($logger, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$logger->info("job $i is done", ['job' => $i]);
		}
	},
	'cure' => function ($logger) { $logger->getProcessors()[0]->reset(); },
];
