<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Events\Dispatcher;
use Illuminate\Log\Context\Repository;

return [
	'make' => function () { return new Repository(new Dispatcher); },
	'grow' => function ($context, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$context->push('steps', "job $i has begun", ['job' => $i]);
		}
	},
	'cure' => function ($context) { $context->flush(); },
];
