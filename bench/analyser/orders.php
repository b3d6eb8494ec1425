<?php
/* A process with a given number of orders in an array that has indices and string keys in turn, each with an array of string keys
 * of its own, the same empty array as all others, and one of a few customers. Dumps itself: php ... orders.php COUNT FILE */

class Customer
{
    public function __construct(public string $name)
    {
    }
}

class Order
{
    public array $lines = [];

    public function __construct(public int $id, public string $status, public string $note, public Customer $customer, public array $meta)
    {
    }
}

[, $count, $path] = $argv;
$statuses = ['new', 'paid', 'sent', 'done', 'failed'];
$notes = $customers = $orders = [];
for ($i = 0; $i < 1000; $i++) {
    $notes[] = "note number $i";
}
for ($i = 0; $i < intdiv((int) $count, 15); $i++) {
    $customers["c$i"] = new Customer("customer $i");
}
for ($i = 0; $i < (int) $count; $i++) {
    $order = new Order($i, $statuses[$i % 5], $notes[$i % 1000], $customers['c' . $i % count($customers)], ['number' => $i, 'of' => "order $i"]);
    if ($i % 2) {
        $orders[$i] = $order;
    } else {
        $orders["k$i"] = $order;
    }
}
exit(rdump_dump($path) ? 0 : 1);
