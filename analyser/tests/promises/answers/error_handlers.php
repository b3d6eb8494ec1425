<?php
/* Error handlers that were set one over the other. */
require __DIR__ . '/../answers.php';

class Job
{
    public $text;

    public function __construct($i)
    {
        $this->text = str_repeat('j', 900) . $i;
    }

    public function handle()
    {
        return false;
    }
}

for ($i = 0; $i < 1000; $i++) {
    set_error_handler(array(new Job($i), 'handle'));
}
unset($i);
eval(probe());
