<?php
/*
 * @packages symfony/cache:^7
 */
return [
	'make' => function () { return new Symfony\Component\Cache\Adapter\ArrayAdapter; },
	'grow' => function ($pool, $jobs) {
		static $number = 0;

		for ($i = 0; $i < $jobs; $i++) {
			$number++;
			$pool->get("product.$number", function () use ($number) { return ['id' => $number, 'name' => "product $number"]; });
		}
	},
	'avoid' => function () { return new Symfony\Component\Cache\Adapter\ArrayAdapter(0, true, 0, 100); },
];
