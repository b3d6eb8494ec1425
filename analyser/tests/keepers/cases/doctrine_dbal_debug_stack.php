<?php
/*
 * @packages doctrine/dbal:^3
 * @packages doctrine/dbal:^2
 */
use Doctrine\DBAL\Configuration;
use Doctrine\DBAL\DriverManager;
use Doctrine\DBAL\Logging\DebugStack;

return [
	'make' => function () {
		$configuration = new Configuration;
		$configuration->setSQLLogger(new DebugStack);
		return DriverManager::getConnection(['driver' => 'pdo_sqlite', 'memory' => true], $configuration);
	},
	'grow' => function ($connection, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$connection->executeQuery('SELECT ? + 1', [$i])->fetchOne();
		}
	},
	'cure' => function ($connection) { $connection->getConfiguration()->setSQLLogger(null); },
];
