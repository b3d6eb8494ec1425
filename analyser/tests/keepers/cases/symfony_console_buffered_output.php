<?php
/*
 * @packages symfony/console:^7
 * @packages symfony/console:^4
 */
return [
	'jobs' => 10000,
	'make' => function () { return new Symfony\Component\Console\Output\BufferedOutput; },
	'grow' => function ($output, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$output->writeln("job $i is done, everything went as it should have gone");
		}
	},
	'cure' => function ($output) { $output->fetch(); },
];
