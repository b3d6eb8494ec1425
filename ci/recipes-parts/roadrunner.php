<?php
/*
 * roadrunner.php VENDOR REQUESTS WORKER...: stands in for RoadRunner. Starts a worker, sends it requests over pipes as the server
 * does, with the packages' own protocol, and tells what came back. SIGNAL_AT=N,N: a SIGURG while the worker waits after
 * these requests. Prints lines: answer NUMBER STATUS BODY, gone NUMBER, dumps COUNT, ended STATUS.
 */
require $argv[1] . '/autoload.php';

use Spiral\Goridge\Frame;
use Spiral\Goridge\StreamRelay;

$process = proc_open(array_slice($argv, 3), array(array('pipe', 'r'), array('pipe', 'w'), STDERR), $pipes);
$relay = new StreamRelay($pipes[1], $pipes[0]);
$send = function (array $head, int $flags = 0) use ($relay): void {
	$text = json_encode($head);
	$relay->send(new Frame($text, array(strlen($text)), $flags));
};
$send(array('pid' => getmypid()), Frame::CONTROL);
$worker = json_decode($relay->waitFrame()->payload)->pid;
$requests = (int) $argv[2];
$signals = array_map('intval', explode(',', (string) getenv('SIGNAL_AT')));

for ($number = 1; $number <= $requests; $number++) {
	$send(array(
		'remoteAddr' => '127.0.0.1', 'protocol' => 'HTTP/1.1', 'method' => 'GET', 'uri' => "http://localhost/$number",
		'headers' => array('Host' => array('localhost')), 'cookies' => new stdClass(), 'rawQuery' => '', 'parsed' => false,
		'uploads' => null, 'attributes' => new stdClass(),
	));
	try {
		$frame = $relay->waitFrame();
	} catch (Throwable $error) {
		echo "gone $number\n";
		break;
	}
	$head = json_decode(substr($frame->payload, 0, $frame->options[0]));
	echo "answer $number {$head->status} ", substr($frame->payload, $frame->options[0]), "\n";
	if (in_array($number, $signals, true)) {
		usleep(300000); /* it waits */
		posix_kill($worker, SIGURG);
		sleep(1); /* the next dump has another name */
	}
}
if ($number > $requests) {
	$send(array('stop' => true), Frame::CONTROL);
}
fclose($pipes[0]);
do {
	usleep(50000);
	$status = proc_get_status($process);
} while ($status['running']);
echo 'dumps ', count(glob(getenv('DUMPS') . "/worker-$worker-*.rdump")), "\n";
echo 'ended ', $status['exitcode'], "\n";
