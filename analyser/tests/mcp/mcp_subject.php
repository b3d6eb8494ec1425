<?php
// What the client asks about: a listener list that grows until the limit is reached.
final class Bus
{
	/** @var array<string, list<Closure>> */
	public array $listeners = [];
	public string $note;

	public function on(string $event, Closure $listener): void
	{
		$this->listeners[$event][] = $listener;
	}
}

$bus = new Bus();
$bus->note = str_repeat('a content nobody may see ', 40);
for ($i = 0;; $i++) {
	$payload = str_repeat(chr(97 + $i % 26), 200) . $i;
	$bus->on('order.saved', function () use ($payload, $i) {
		return $payload . $i;
	});
}
