<?php
/*
 * @packages doctrine/orm:^3 symfony/cache:^7
 */
use Doctrine\DBAL\DriverManager;
use Doctrine\ORM\EntityManager;
use Doctrine\ORM\Mapping as ORM;
use Doctrine\ORM\ORMSetup;
use Doctrine\ORM\Tools\SchemaTool;

#[ORM\Entity]
class Product
{
	#[ORM\Id, ORM\Column, ORM\GeneratedValue]
	public ?int $id = null;
	#[ORM\Column]
	public string $name = '';
}

return [
	'make' => function () {
		$config = ORMSetup::createAttributeMetadataConfiguration([], true, sys_get_temp_dir(),
			new Symfony\Component\Cache\Adapter\NullAdapter);
		$manager = new EntityManager(DriverManager::getConnection(['driver' => 'pdo_sqlite', 'memory' => true]), $config);
		(new SchemaTool($manager))->createSchema([$manager->getClassMetadata(Product::class)]);
		return $manager;
	},
	'grow' => function ($manager, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$product = new Product;
			$product->name = "product $i";
			$manager->persist($product);
		}
		$manager->flush();
	},
	'cure' => function ($manager) { $manager->clear(); },
];
