<?php
/*
 * @packages symfony/error-handler:^7
 * @packages symfony/error-handler:^4
 * @packages symfony/error-handler:^6
 */
return [
	'make' => function () { return new Symfony\Component\ErrorHandler\BufferingLogger; },
	'grow' => function ($logger, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$logger->warning("Undefined array key $i", ['line' => $i]);
		}
	},
	'cure' => function ($logger) { $logger->cleanLogs(); },
];
