<?php
/* A WeakMap whose values hold their keys.
 *
 * @since 8.0
 */
require __DIR__ . '/../answers.php';

class Job
{
    public $text;

    public function __construct($i)
    {
        $this->text = str_repeat('w', 900) . $i;
    }
}

$map = new WeakMap();
for ($i = 0; $i < 1000; $i++) {
    $job = new Job($i);
    $map[$job] = array($job);
}
unset($i, $job);
eval(probe());
