<?php
/* Runs in Apache: holds orders, and one shutdown function per mail, says which process it is, and waits for the end of
 * the test. */
class Order
{
    public $lines;
}

class Mail
{
    public $text;
}

class Registry
{
    public static $orders = [];
}

function import($count)
{
    for ($i = 0; $i < $count; $i++) {
        $order = new Order;
        $order->lines = str_repeat('x', 2000);
        Registry::$orders[] = $order;
    }
}

function deliver(Mail $mail)
{
}

import(3000);
for ($i = 0; $i < 200; $i++) {
    $mail = new Mail;
    $mail->text = str_repeat('y', 5000);
    register_shutdown_function('deliver', $mail);
}
unset($mail);
file_put_contents(__DIR__ . '/run/served', getmypid());
while (!file_exists(__DIR__ . '/run/end')) {
    usleep(100000);
    clearstatcache();
}
