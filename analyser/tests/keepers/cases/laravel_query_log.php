<?php
/*
 * @packages laravel/framework:^12
 */
use Illuminate\Database\SQLiteConnection;

return [
	'make' => function () {
		$connection = new SQLiteConnection(new PDO('sqlite::memory:'));
		$connection->enableQueryLog();
		return $connection;
	},
	'grow' => function ($connection, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$connection->select('SELECT ? + 1', [$i]);
		}
	},
	'cure' => function ($connection) { $connection->flushQueryLog(); },
];
