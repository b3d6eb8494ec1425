<?php
/*
 * @packages symfony/messenger:^7 symfony/service-contracts:^3
 * @packages symfony/messenger:^6 symfony/service-contracts:^3
 */
use Symfony\Component\Messenger\MessageBus;
use Symfony\Component\Messenger\TraceableMessageBus;

class Message
{
	public $number;

	public function __construct($number)
	{
		$this->number = $number;
	}
}

return [
	'make' => function () { return new TraceableMessageBus(new MessageBus([])); },
	'grow' => function ($bus, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$bus->dispatch(new Message($i));
		}
	},
	'cure' => function ($bus) { $bus->reset(); },
];
