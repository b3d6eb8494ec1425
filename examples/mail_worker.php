<?php
/*
 * A worker that runs for weeks and grows a little with each job: the subject of "Find a leak in ten minutes" in
 * the README. SIGUSR2 writes a dump, SIGTERM ends it.
 *
 *     php -d extension=rdump.so examples/mail_worker.php FOLDER [--fixed]
 *
 * The leak: each job adds a listener to a dispatcher that outlives it, and the listener holds the job. With
 * --fixed the job takes its listener away again.
 */
namespace Mail;

class Dispatcher
{
	private $listeners = [];

	public function add(string $event, callable $listener): int
	{
		$this->listeners[$event][] = $listener;
		return array_key_last($this->listeners[$event]);
	}

	public function remove(string $event, int $number)
	{
		unset($this->listeners[$event][$number]);
	}

	public function dispatch(string $event, string $address)
	{
		foreach ($this->listeners[$event] ?? [] as $listener) {
			$listener($address);
		}
	}
}

class Message
{
	public $address;
	public $body;
	public $bounced = false;

	public function __construct(string $address, string $body)
	{
		$this->address = $address;
		$this->body = $body;
	}
}

class Worker
{
	private $dispatcher;
	private $removesListeners;

	public function __construct(Dispatcher $dispatcher, bool $removesListeners)
	{
		$this->dispatcher = $dispatcher;
		$this->removesListeners = $removesListeners;
	}

	public function handle(int $job)
	{
		$message = new Message("user$job@example.org", str_repeat("Dear customer $job, ", 100));
		$number = $this->dispatcher->add('bounce', function (string $address) use ($message) {
			$message->bounced = $message->bounced || $address === $message->address;
		});
		if ($job % 1000 === 0) {
			$this->dispatcher->dispatch('bounce', $message->address);
		}
		if ($this->removesListeners) {
			$this->dispatcher->remove('bounce', $number);
		}
	}
}

$folder = $argv[1] ?? sys_get_temp_dir();
$worker = new Worker(new Dispatcher(), in_array('--fixed', $argv, true));
$running = true;
$dumps = 0;

pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () use (&$running) {
	$running = false;
});
pcntl_signal(SIGUSR2, function () use ($folder, &$dumps) {
	rdump_dump(sprintf('%s/mail-%d.rdump', $folder, ++$dumps));
});

for ($job = 1; $running; $job++) {
	$worker->handle($job);
	usleep(1000);
}
