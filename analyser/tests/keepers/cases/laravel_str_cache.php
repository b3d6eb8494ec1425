<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Support\Str;

return [
	'make' => function () { return null; },
	'grow' => function ($nothing, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			Str::snake("columnNumber$i" . md5((string)$i));
			Str::studly("column_number_$i" . md5((string)$i));
		}
	},
	'cure' => function () { Str::flushCache(); },
];
