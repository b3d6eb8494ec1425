<?php
/*
 * @packages symfony/cache:^7
 * @packages symfony/cache:^5
 * @packages symfony/cache:^6
 */
use Symfony\Component\Cache\Adapter\ArrayAdapter;
use Symfony\Component\Cache\Adapter\TraceableAdapter;

return [
	'make' => function () { return new TraceableAdapter(new ArrayAdapter); },
	'grow' => function ($pool, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$pool->getItem('settings');
		}
	},
	'cure' => function ($pool) { $pool->reset(); },
];
