<?php
/* Stands in for FrankenPHP, as auto_prepend_file: its function calls the handler REQUESTS times. */
function frankenphp_handle_request(callable $handler): bool
{
	static $number = 0;
	$number++;
	$_GET = array('page' => $number);
	$_SERVER['REQUEST_METHOD'] = 'GET';
	$_SERVER['REQUEST_URI'] = "/page/$number";
	if ($number === 300) {
		touch(getenv('DUMPS') . '/now');
	}
	$handler();
	return $number < (int) getenv('REQUESTS');
}
