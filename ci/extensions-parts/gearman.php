<?php
// loads: gearman  keeps: tasks are in the library and never freed  exact: 90
require __DIR__ . '/lib.php';

class Task
{
    public string $pay = '';
}

for ($i = 0; $i < 400 * TIMES; $i++) {
    $client = new GearmanClient;
    $task = new Task;
    $task->pay = payload($i, 2000);
    $client->setCompleteCallback(fn() => strlen($task->pay));
    $client->setFailCallback(fn() => strlen($task->pay));
    $client->addTask('f', payload($i), $task);
    $worker = new GearmanWorker;
    $worker->addFunction('f', fn($job) => strlen($task->pay), $task);
    $objs[] = [$client, $worker];
}
unset($client, $worker, $task);
probe($argv[1], $base);
