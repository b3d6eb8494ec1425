<?php
/* A file that an object outside every cycle holds.
 *
 * @expect micro_cycle low
 * @absent resource_leak_risk
 */
class Repository
{
    public $unit;
    public $file;
}

$repository = new Repository();
$repository->unit = new Repository();
$repository->unit->unit = $repository;
$log = new Repository();
$log->file = fopen(__FILE__, 'r');
rdump_dump($argv[1]);
