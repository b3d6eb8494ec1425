<?php
/*
 * @packages symfony/messenger:^7 symfony/service-contracts:^3
 * @packages symfony/messenger:^6 symfony/service-contracts:^3
 */
use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Transport\InMemory\InMemoryTransport;

class Message
{
	public $number;

	public function __construct($number)
	{
		$this->number = $number;
	}
}

return [
	'make' => function () { return new InMemoryTransport; },
	'grow' => function ($transport, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$transport->send(new Envelope(new Message($i)));
			foreach ($transport->get() as $envelope) {
				$transport->ack($envelope);
			}
		}
	},
	'cure' => function ($transport) { $transport->reset(); },
];
