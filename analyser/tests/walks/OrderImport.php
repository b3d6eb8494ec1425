<?php
use Doctrine\ORM\EntityManager;

class OrderImport
{
	public function __construct(private EntityManager $em) {}

	public function run(iterable $rows): void
	{
		foreach ($rows as $n => $row) {
			$order = new Order();
			$order->customer = $row['customer'];
			$order->note = $row['note'];
			$this->em->persist($order);
			if ($n % 500 === 499) {
				$this->em->flush();
			}
		}
	}
}
