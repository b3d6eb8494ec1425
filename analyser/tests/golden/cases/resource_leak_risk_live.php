<?php
/* While the cycle is in use the risk is smaller: it begins when the program lets go.
 *
 * @expect resource_leak_risk medium
 * @summary ^stream held by cycle \(Repository, Unit\)$
 * @fact reachable = true
 * @absent gc_pending
 */
class Repository
{
    public $unit;
    public $file;
}

class Unit
{
    public $repository;
}

$repository = new Repository();
$repository->unit = new Unit();
$repository->unit->repository = $repository;
$repository->file = fopen(__FILE__, 'r');
rdump_dump($argv[1]);
