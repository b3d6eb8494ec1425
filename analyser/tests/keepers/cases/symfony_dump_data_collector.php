<?php
/*
 * @packages symfony/http-kernel:^7 symfony/service-contracts:^3
 * @packages symfony/http-kernel:^6 symfony/service-contracts:^3
 */
use Symfony\Component\HttpKernel\DataCollector\DumpDataCollector;
use Symfony\Component\VarDumper\Cloner\VarCloner;

return [
	'jobs' => 500,
	'make' => function () {
		/* something that takes the dumps, or the collector prints them at its end */
		return new DumpDataCollector(null, null, null, null, new Symfony\Component\VarDumper\Dumper\CliDumper('/dev/null'));
	},
	'grow' => function ($collector, $jobs) {
		$cloner = new VarCloner;
		for ($i = 0; $i < $jobs; $i++) {
			$collector->dump($cloner->cloneVar(['order' => $i, 'lines' => range(1, 20)]));
		}
	},
	'cure' => function ($collector) { $collector->reset(); },
];
