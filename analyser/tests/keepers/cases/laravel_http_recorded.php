<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Http\Client\Factory;

return [
	'jobs' => 300,
	'make' => function () { return (object)['http' => (new Factory)->fake()]; },
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app->http->get("https://api.example.org/orders/$i");
		}
	},
	/* what Http::swap(new Factory) does */
	'cure' => function ($app) { $app->http = (new Factory)->fake(); },
];
