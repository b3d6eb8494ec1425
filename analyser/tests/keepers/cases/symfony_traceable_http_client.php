<?php
/*
 * @packages symfony/http-client:^7
 * @packages symfony/http-client:^5
 * @packages symfony/http-client:^6
 */
use Symfony\Component\HttpClient\MockHttpClient;
use Symfony\Component\HttpClient\Response\MockResponse;
use Symfony\Component\HttpClient\TraceableHttpClient;

return [
	'make' => function () {
		return new TraceableHttpClient(new MockHttpClient(function () { return new MockResponse(str_repeat('{}', 200)); }));
	},
	'jobs' => 500,
	'grow' => function ($client, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$client->request('GET', "https://api.example.org/orders/$i")->getContent();
		}
	},
	'cure' => function ($client) { $client->reset(); },
];
