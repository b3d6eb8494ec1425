<?php
/*
 * @packages guzzlehttp/guzzle:^7
 * @packages guzzlehttp/guzzle:^6
 */
use GuzzleHttp\Client;
use GuzzleHttp\Cookie\CookieJar;
use GuzzleHttp\Handler\MockHandler;
use GuzzleHttp\HandlerStack;
use GuzzleHttp\Psr7\Response;

return [
	'jobs' => 1000,
	'make' => function () {
		$answers = new MockHandler;
		$jar = new CookieJar;
		$client = new Client(['handler' => HandlerStack::create($answers), 'cookies' => $jar]);
		return ['client' => $client, 'answers' => $answers, 'jar' => $jar];
	},
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app['answers']->append(new Response(200, ['Set-Cookie' => "session$i=" . md5((string)$i)]));
			$app['client']->get("https://shop$i.example.org/");
		}
	},
	'cure' => function ($app) { $app['jar']->clear(); },
];
