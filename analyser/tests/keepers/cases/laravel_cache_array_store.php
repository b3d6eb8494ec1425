<?php
/*
 * @packages laravel/framework:^12
 */
return [
	'make' => function () { return new Illuminate\Cache\Repository(new Illuminate\Cache\ArrayStore); },
	'grow' => function ($cache, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$cache->put("product.$i", ['id' => $i, 'name' => "product $i"], 60);
		}
	},
	'cure' => function ($cache) { $cache->flush(); },
];
