<?php
/*
 * @packages symfony/doctrine-bridge:^7 doctrine/dbal:^4
 * @packages symfony/doctrine-bridge:^6 doctrine/dbal:^3
 */
use Doctrine\DBAL\Configuration;
use Doctrine\DBAL\DriverManager;
use Symfony\Bridge\Doctrine\Middleware\Debug\DebugDataHolder;
use Symfony\Bridge\Doctrine\Middleware\Debug\Middleware;

return [
	'make' => function () {
		$holder = new DebugDataHolder;
		$configuration = new Configuration;
		$configuration->setMiddlewares([new Middleware($holder, null)]);
		$connection = DriverManager::getConnection(['driver' => 'pdo_sqlite', 'memory' => true], $configuration);
		return ['holder' => $holder, 'connection' => $connection];
	},
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app['connection']->executeQuery('SELECT ? + 1', [$i])->fetchOne();
		}
	},
	'cure' => function ($app) { $app['holder']->reset(); },
];
