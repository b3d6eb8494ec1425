<?php
/*
 * @packages doctrine/doctrine-bundle:^2 symfony/doctrine-bridge:^7 doctrine/dbal:^4
 */
use Doctrine\Bundle\DoctrineBundle\Middleware\BacktraceDebugDataHolder;
use Doctrine\DBAL\Configuration;
use Doctrine\DBAL\DriverManager;
use Symfony\Bridge\Doctrine\Middleware\Debug\Middleware;

return [
	'make' => function () {
		$holder = new BacktraceDebugDataHolder(['default']);
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
