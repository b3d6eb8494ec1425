<?php
/* Three lines per order, and a customer shared by all orders: neither is one to one.
 *
 * @expect class_ranking info
 * @absent ownership_pattern
 */
class Line
{
    public $n;
}

class Customer
{
}

class Order
{
    public $lines = [];
    public $customer;
}

$customer = new Customer();
$orders = [];
for ($i = 0; $i < 300; $i++) {
    $order = new Order();
    $order->customer = $customer;
    for ($k = 0; $k < 3; $k++) {
        $order->lines[] = new Line();
    }
    $orders[] = $order;
}
unset($order);
rdump_dump($argv[1]);
