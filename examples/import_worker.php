<?php
/*
 * A small queue worker with a memory problem, as such workers have it: it imports product feeds, one job
 * after the other, and never lets go of what it has seen. Run it with a memory limit and an automatic dump:
 *
 *     php -d extension=rdump.so -d memory_limit=120M -d rdump.oom_dump=/tmp/worker-%p.rdump \
 *         examples/import_worker.php
 *
 * Three things grow, each for a common reason: the repository's identity map keeps every product, the
 * logger buffers every context array until the end of the run, and each job adds a listener that nobody
 * removes.
 */
namespace App;

class Product
{
	private $sku;
	private $title;
	private $attributes;
	private $supplier;

	public function __construct(string $sku, string $title, array $attributes, Supplier $supplier)
	{
		$this->sku = $sku;
		$this->title = $title;
		$this->attributes = $attributes;
		$this->supplier = $supplier;
	}

	public function sku(): string
	{
		return $this->sku;
	}
}

/* A product knows its supplier and the supplier its products: cycles, kept alive by the repository. */
class Supplier
{
	private $name;
	private $products = [];

	public function __construct(string $name)
	{
		$this->name = $name;
	}

	public function add(Product $product)
	{
		$this->products[] = $product;
	}
}

class ProductRepository
{
	private $identityMap = [];

	public function save(Product $product)
	{
		$this->identityMap[$product->sku()] = $product;
	}

	public function count(): int
	{
		return count($this->identityMap);
	}
}

class BufferedLogger
{
	private $records = [];

	public function debug(string $message, array $context)
	{
		$this->records[] = ['level' => 'debug', 'message' => $message, 'context' => $context];
	}
}

class EventDispatcher
{
	private $listeners = [];

	public function listen(string $event, callable $listener)
	{
		$this->listeners[$event][] = $listener;
	}

	public function dispatch(string $event, $subject)
	{
		foreach ($this->listeners[$event] ?? [] as $listener) {
			$listener($subject);
		}
	}
}

class ImportJob
{
	private $number;
	private $payload;

	public function __construct(int $number, string $payload)
	{
		$this->number = $number;
		$this->payload = $payload;
	}

	public function number(): int
	{
		return $this->number;
	}

	/* One row per line: sku, title, attributes. */
	public function rows(): \Generator
	{
		foreach (explode("\n", $this->payload) as $line) {
			yield explode(';', $line);
		}
	}
}

class Importer
{
	private $repository;
	private $logger;
	private $events;

	public function __construct(ProductRepository $repository, BufferedLogger $logger, EventDispatcher $events)
	{
		$this->repository = $repository;
		$this->logger = $logger;
		$this->events = $events;
	}

	public function import(ImportJob $job)
	{
		$supplier = new Supplier('supplier ' . $job->number());
		$imported = 0;
		$this->events->listen('job.done', function () use ($job, &$imported) {
			return [$job, $imported];
		});
		foreach ($job->rows() as $row) {
			$product = $this->product($row, $supplier);
			$this->repository->save($product);
			$this->logger->debug('imported', ['job' => $job->number(), 'row' => $row]);
			$imported++;
		}
		$this->events->dispatch('job.done', $job);
	}

	private function product(array $row, Supplier $supplier): Product
	{
		list($sku, $title, $colour, $price) = $row;
		$product = new Product($sku, $title, ['colour' => $colour, 'price' => (float) $price], $supplier);
		$supplier->add($product);
		return $product;
	}
}

/* Stands for the queue: an endless supply of feeds of 200 rows each. */
function jobs(): \Generator
{
	for ($number = 1; ; $number++) {
		$lines = [];
		for ($row = 0; $row < 200; $row++) {
			$sku = sprintf('SKU-%05d-%03d', $number, $row);
			$lines[] = implode(';', [$sku, "Product $sku", ['red', 'green', 'blue'][$row % 3], $row / 4]);
		}
		yield new ImportJob($number, implode("\n", $lines));
	}
}

$repository = new ProductRepository;
$importer = new Importer($repository, new BufferedLogger, new EventDispatcher);
foreach (jobs() as $job) {
	$importer->import($job);
	if ($job->number() % 50 === 0) {
		printf("%d jobs, %d products, %.1f MB\n", $job->number(), $repository->count(),
			memory_get_usage() / 1048576);
	}
}
