<?php
require getenv('VENDOR') . '/autoload.php';
require __DIR__ . '/MailQueue.php';

$queue = new MailQueue(new Symfony\Component\EventDispatcher\EventDispatcher());
for ($n = 0;; $n++) {
	$queue->send(new Mail($n));
}
