<?php
/* A hundred instances are too few, and no other class has more than half of the object memory.
 *
 * @expect class_ranking info
 * @absent property_scaling
 */
class A
{
    public $name;
}

class B
{
    public $name;
}

$list = [];
for ($i = 0; $i < 500; $i++) {
    $list[] = $a = new A();
    $a->name = 'a' . $i;
    $list[] = $b = new B();
    $b->name = 'b' . $i;
}
unset($a, $b);
rdump_dump($argv[1]);
