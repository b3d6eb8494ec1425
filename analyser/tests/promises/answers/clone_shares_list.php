<?php
/* A clone has the growing list too: a copy-on-write array with two holders, and one that has grown since. */
require __DIR__ . '/../answers.php';

class Engine
{
    public $payload;

    public function __construct($i)
    {
        $this->payload = str_repeat('e', 600) . $i;
    }
}

class App
{
    public $terminating = array();
    public $loaded = array();
}

$app = new App();
for ($i = 0; $i < 3000; $i++) {
    $app->terminating[] = new Engine($i);
    $app->loaded['provider' . $i] = new Engine(-$i);
}
$sandbox = clone $app;
$sandbox->terminating[] = new Engine(1);
unset($i);
eval(probe());
