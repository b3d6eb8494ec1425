<?php
/*
 * @packages react/cache:^1
 */
return [
	'make' => function () { return new React\Cache\ArrayCache; },
	'grow' => function ($cache, $jobs) {
		static $number = 0;

		for ($i = 0; $i < $jobs; $i++) {
			$number++;
			$cache->set("host$number.example.org", ['address' => "10.0.0.$number"], 60);
		}
	},
	'avoid' => function () { return new React\Cache\ArrayCache(100); },
];
