<?php
/* Live cycles: entities that know their manager, trees that know their parents, listeners that know their owner. */
require __DIR__ . '/../answers.php';

class Manager
{
    public $map = array();
    public $listeners = array();
}

class Entity
{
    public $manager;
    public $text;

    public function __construct(Manager $manager, $i)
    {
        $this->manager = $manager;
        $this->text = str_repeat('t', 250) . $i;
    }
}

class Tree
{
    public $parent;
    public $children = array();
    public $text;

    public function __construct($parent, $depth)
    {
        $this->parent = $parent;
        $this->text = str_repeat('t', 100) . $depth;
        for ($i = 0; $depth > 0 && $i < 4; $i++) {
            $this->children[] = new Tree($this, $depth - 1);
        }
    }
}

gc_disable();
$manager = new Manager();
for ($i = 0; $i < 3000; $i++) {
    $manager->map[$i] = new Entity($manager, $i);
}
for ($i = 0; $i < 500; $i++) {
    $payload = str_repeat('p', 900) . $i;
    $manager->listeners[] = function () use ($payload, $manager) {
        return $payload;
    };
}
$trees = array();
for ($i = 0; $i < 20; $i++) {
    $trees[] = new Tree(null, 3);
}
unset($i, $payload);
eval(probe());
