<?php
use Symfony\Component\EventDispatcher\EventDispatcher;

class Mail
{
	public string $body;

	public function __construct(public int $number)
	{
		$this->body = str_repeat("Dear customer $number, ", 40);
	}
}

class MailQueue
{
	public function __construct(private EventDispatcher $events) {}

	public function send(Mail $mail): void
	{
		$this->events->addListener('mail.sent', function () use ($mail): void {
			error_log("sent $mail->number");
		});
		// ... hand it to the server ...
	}
}
