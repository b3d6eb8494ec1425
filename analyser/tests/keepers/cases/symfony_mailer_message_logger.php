<?php
/*
 * @packages symfony/mailer:^7 symfony/event-dispatcher:^7
 * @packages symfony/mailer:^6 symfony/event-dispatcher:^6
 */
use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\Mailer\EventListener\MessageLoggerListener;
use Symfony\Component\Mailer\Mailer;
use Symfony\Component\Mailer\Transport\NullTransport;
use Symfony\Component\Mime\Email;

return [
	'jobs' => 200,
	'make' => function () {
		$dispatcher = new EventDispatcher;
		$dispatcher->addSubscriber(new MessageLoggerListener);
		return ['mailer' => new Mailer(new NullTransport($dispatcher)), 'dispatcher' => $dispatcher];
	},
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app['mailer']->send((new Email)->from('shop@example.org')->to("user$i@example.org")->text(str_repeat('.', 1000)));
		}
	},
	'cure' => function ($app) {
		foreach ($app['dispatcher']->getListeners(Symfony\Component\Mailer\Event\MessageEvent::class) as [$listener]) {
			$listener->reset();
		}
	},
];
