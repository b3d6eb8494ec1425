<?php
/*
 * @packages symfony/console:^7
 * @packages symfony/console:^5
 * @packages symfony/console:^6
 */
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Output\ConsoleSectionOutput;
use Symfony\Component\Console\Output\OutputInterface;

return [
	'jobs' => 10000,
	'make' => function () {
		$sections = [];
		return new ConsoleSectionOutput(fopen('/dev/null', 'w'), $sections, OutputInterface::VERBOSITY_NORMAL, true,
			new OutputFormatter(true));
	},
	'grow' => function ($section, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$section->writeln("job $i is done");
		}
	},
	'cure' => function ($section) { $section->clear(); },
];
