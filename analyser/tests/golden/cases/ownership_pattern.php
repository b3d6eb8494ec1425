<?php
/* Every order has an address of its own in one property.
 *
 * @expect ownership_pattern medium
 * @summary ^Address \(300 instances\) owned 1:1 by 1 class \(100% coverage\)$
 * @fact owned_class = "Address"
 * @fact owners = [{"owner":"Order","owned":"Address","owner_count":300,"owned_count":300,"rate":1.0,"prop":"address"}]
 * @fact coverage_pct = 100.0
 * @hypothesis Order \(via \$address, 300 instances\)
 * @confidence high
 */
class Address
{
    public $street;
}

class Order
{
    public $address;
}

$orders = [];
for ($i = 0; $i < 300; $i++) {
    $order = new Order();
    $order->address = new Address();
    $order->address->street = 'street ' . $i;
    $orders[] = $order;
}
unset($order);
rdump_dump($argv[1]);
