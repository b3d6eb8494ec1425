<?php
/* Lists in private properties of parent classes, and in objects of objects. */
require __DIR__ . '/../answers.php';

class Base
{
    private $log = array();

    public function log($text)
    {
        $this->log[] = $text;
    }
}

class Child extends Base
{
    private $seen = array();

    public function see($text)
    {
        $this->seen[] = $text;
    }
}

class Kernel
{
    protected $child;
    private static $booted = array();

    public function __construct(Child $child)
    {
        $this->child = $child;
    }

    public static function boot($text)
    {
        self::$booted[] = $text;
    }
}

$kernel = new Kernel($child = new Child());
for ($i = 0; $i < 2000; $i++) {
    $child->log(str_repeat('l', 500) . $i);
    $child->see(str_repeat('s', 450) . $i);
    Kernel::boot(str_repeat('b', 400) . $i);
}
unset($i, $child);
eval(probe());
