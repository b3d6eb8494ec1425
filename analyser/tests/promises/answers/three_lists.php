<?php
/* A path whose end is one of three almost equal lists: each has its own size. */
require __DIR__ . '/../answers.php';

class Reg
{
    public $a = array();
    public $b = array();
    public $c = array();
}

$reg = new Reg();
foreach (array('a' => 3000, 'b' => 3100, 'c' => 3200) as $name => $count) {
    for ($i = 0; $i < $count; $i++) {
        $reg->{$name}[] = str_repeat($name, 230) . $i;
    }
}
unset($name, $count, $i);
eval(probe());
