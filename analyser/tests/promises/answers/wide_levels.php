<?php
/* Every level has parts of one size. */
require __DIR__ . '/../answers.php';

class Level
{
    public $next;
    public $a = array();
    public $b = array();
}

$app = null;
for ($i = 0; $i < 6; $i++) {
    $level = new Level();
    $level->a[] = str_repeat('a', 400000 + $i * 10000);
    $level->b[] = str_repeat('b', 380000 + $i * 10000);
    $level->next = $app;
    $app = $level;
}
unset($level, $i);
eval(probe());
