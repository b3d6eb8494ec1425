<?php
/*
 * @packages open-telemetry/sdk:^1 php-http/discovery:* guzzlehttp/guzzle:^7
 */
use OpenTelemetry\SDK\Trace\SpanExporter\InMemoryExporter;
use OpenTelemetry\SDK\Trace\SpanProcessor\SimpleSpanProcessor;
use OpenTelemetry\SDK\Trace\TracerProvider;

return [
	'jobs' => 500,
	'make' => function () {
		$exporter = new InMemoryExporter;
		return ['exporter' => $exporter, 'provider' => new TracerProvider(new SimpleSpanProcessor($exporter))];
	},
	'grow' => function ($app, $jobs) {
		$tracer = $app['provider']->getTracer('app');
		for ($i = 0; $i < $jobs; $i++) {
			$tracer->spanBuilder("job $i")->startSpan()->end();
		}
	},
	'cure' => function ($app) { $app['exporter']->getStorage()->exchangeArray([]); },
];
