<?php
/* A chain that is in a registry as well; each link knows the one before. */
require __DIR__ . '/../answers.php';

class Context
{
    public $before;
    public $values;

    public function __construct($before, $i)
    {
        $this->before = $before;
        $this->values = array('id' => $i, 'text' => str_repeat('v', 300) . $i);
    }
}

class Registry
{
    public static $pool = array();
}

$context = null;
for ($i = 0; $i < 5000; $i++) {
    $context = new Context($context, $i);
    Registry::$pool[] = $context;
}
unset($i);
eval(probe());
