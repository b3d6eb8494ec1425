<?php
/* Closures of two places, with what they bind. */
require __DIR__ . '/../answers.php';

class Events
{
    private $listeners = array();

    public function on($event, $listener)
    {
        $this->listeners[$event][] = $listener;
    }
}

$events = new Events();
for ($i = 0; $i < 700; $i++) {
    $payload = str_repeat('p', 2000) . $i;
    $events->on('job.done', function () use ($payload) {
        return strlen($payload);
    });
    $events->on('job.failed', function () use ($i) {
        return $i;
    });
}
unset($i, $payload);
eval(probe());
