<?php
/* Users in an identity map and in a log: emptying one frees nothing. */
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

class Audit
{
    public static $seen = array();
}

$map = new Map();
for ($i = 0; $i < 8000; $i++) {
    $user = new User($i);
    $map->add($i, $user);
    Audit::$seen[] = $user;
}
unset($user, $i);
eval(probe());
