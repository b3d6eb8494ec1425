<?php
/* A repository that only a cycle keeps alive still holds an open file.
 *
 * @expect resource_leak_risk high
 * @summary ^stream held by cycle \(Repository, Unit\)$
 * @fact scc_classes = ["Repository","Unit"]
 * @fact reachable = false
 * @expect gc_pending low
 * @fact total_count = 2
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

gc_disable();
function leak()
{
    $repository = new Repository();
    $repository->unit = new Unit();
    $repository->unit->repository = $repository;
    $repository->file = fopen(__FILE__, 'r');
}

leak();
rdump_dump($argv[1]);
