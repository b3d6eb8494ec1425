<?php
/* The same with one holder. */
require __DIR__ . '/../answers.php';

class User
{
    public $name;

    public function __construct($i)
    {
        $this->name = str_repeat('n', 200) . $i;
    }
}

class Map
{
    private $byId = array();

    public function add($i, User $user)
    {
        $this->byId[$i] = $user;
    }
}

$map = new Map();
for ($i = 0; $i < 8000; $i++) {
    $map->add($i, new User($i));
}
unset($i);
eval(probe());
