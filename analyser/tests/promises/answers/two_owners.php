<?php
/* Data with two owners, three ways: an array in two objects, a service in two registries, two lists of the same objects. */
require __DIR__ . '/../answers.php';

class Owner
{
    public $data = array();
}

class Reg
{
    public static $all = array();
    public static $index = array();
}

function rows($count, $letter)
{
    $rows = array();
    for ($i = 0; $i < $count; $i++) {
        $rows[] = str_repeat($letter, 180) . $i;
    }
    return $rows;
}

$a = new Owner();
$b = new Owner();
$a->data = $b->data = rows(3000, 'a');
Reg::$all['svc'] = new Owner();
Reg::$index['by name'] = Reg::$all['svc'];
Reg::$all['svc']->data = rows(2800, 's');
$list1 = $list2 = array();
for ($i = 0; $i < 2500; $i++) {
    $owner = new Owner();
    $owner->data = array(str_repeat('l', 100) . $i);
    $list1[] = $owner;
    $list2['k' . $i] = $owner;
}
unset($i, $owner);
eval(probe());
