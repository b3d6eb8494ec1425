<?php
use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity, ORM\Table("orders")]
class Order
{
	#[ORM\Id, ORM\Column, ORM\GeneratedValue]
	public ?int $id = null;
	#[ORM\Column]
	public string $customer = '';
	#[ORM\Column]
	public string $note = '';
}
