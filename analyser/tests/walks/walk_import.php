<?php
require getenv('VENDOR') . '/autoload.php';
require __DIR__ . '/Order.php';
require __DIR__ . '/OrderImport.php';

use Doctrine\DBAL\DriverManager;
use Doctrine\ORM\{EntityManager, ORMSetup, Tools\SchemaTool};

function rows(): Generator
{
	for ($n = 0;; $n++) {
		yield $n => ['customer' => "customer $n", 'note' => str_repeat("note $n ", 20)];
	}
}

$config = ORMSetup::createAttributeMetadataConfiguration([__DIR__], true);
$em = new EntityManager(DriverManager::getConnection(['driver' => 'pdo_sqlite', 'memory' => true], $config), $config);
(new SchemaTool($em))->createSchema([$em->getClassMetadata(Order::class)]);
(new OrderImport($em))->run(rows());
