<?php
/* What ext/spl keeps: storage, array object, fixed array, queue, heap. */
require __DIR__ . '/../answers.php';

class Item
{
    public $text;

    public function __construct($i)
    {
        $this->text = str_repeat('q', 400) . $i;
    }
}

$storage = new SplObjectStorage();
$object = new ArrayObject();
$queue = new SplQueue();
$fixed = new SplFixedArray(1000);
$heap = new SplMinHeap();
for ($i = 0; $i < 1000; $i++) {
    $storage[new Item($i)] = new Item(-$i);
    $object[] = new Item($i);
    $queue[] = new Item($i);
    $fixed[$i] = new Item($i);
    $heap->insert(str_repeat('h', 500) . $i);
}
unset($i);
eval(probe());
