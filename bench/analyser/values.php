<?php
/* A process with a given number of values: a third of them objects, each with an array of three
 * integers and a string of its own. Dumps itself: php ... values.php COUNT FILE */

class Item
{
    public array $numbers;
    public string $text;

    public function __construct(int $i)
    {
        $this->numbers = [$i, $i + 1, $i + 2];
        $this->text = 'text of item ' . $i;
    }
}

[, $count, $path] = $argv;
$items = [];
for ($i = 0, $objects = intdiv((int) $count, 3); $i < $objects; $i++) {
    $items[] = new Item($i);
}
exit(rdump_dump($path) ? 0 : 1);
