<?php
/*
 * @packages open-telemetry/sdk:^1 php-http/discovery:* guzzlehttp/guzzle:^7
 */
use OpenTelemetry\API\Common\Time\Clock;
use OpenTelemetry\SDK\Trace\SpanExporterInterface;
use OpenTelemetry\SDK\Trace\SpanProcessor\BatchSpanProcessor;
use OpenTelemetry\SDK\Trace\TracerProvider;
use OpenTelemetry\SDK\Common\Future\CancellationInterface;
use OpenTelemetry\SDK\Common\Future\CompletedFuture;
use OpenTelemetry\SDK\Common\Future\FutureInterface;

class DropsSpans implements SpanExporterInterface
{
	public function export(iterable $batch, ?CancellationInterface $cancellation = null): FutureInterface
	{
		return new CompletedFuture(true);
	}

	public function shutdown(?CancellationInterface $cancellation = null): bool
	{
		return true;
	}

	public function forceFlush(?CancellationInterface $cancellation = null): bool
	{
		return true;
	}
}

return [
	'jobs' => 1500,
	'make' => function () {
		/* without a flush of its own, as where each job ends with forceFlush() */
		return new TracerProvider(new BatchSpanProcessor(new DropsSpans, Clock::getDefault(), 2048, 5000, 30000, 512, false));
	},
	'grow' => function ($provider, $jobs) {
		$tracer = $provider->getTracer('app');
		for ($i = 0; $i < $jobs; $i++) {
			$tracer->spanBuilder("job $i")->setAttribute('job', $i)->startSpan()->end();
		}
	},
	'cure' => function ($provider) { $provider->forceFlush(); },
];
