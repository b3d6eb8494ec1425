<?php
/*
 * @packages fakerphp/faker:^1
 */
return [
	'jobs' => 5000,
	'make' => function () { return Faker\Factory::create(); },
	'grow' => function ($faker, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$faker->unique()->numerify('sku-##########');
		}
	},
	'cure' => function ($faker) { $faker->unique(true); },
];
