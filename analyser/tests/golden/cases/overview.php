<?php
/* The parts of the overview, and the stack of a dump made three calls deep.
 *
 * @expect overview info
 * @summary ^Heap: [\d.,]+ [KM]B \([\d.]+% analyzed\), VM stack: 256\.00 KB, Compiler arena: [\d.]+ KB$
 * @fact analyzed_percentage >= 99
 * @fact analyzed_percentage <= 100
 * @fact usage_difference = 0
 * @fact vm_stack_total = 262144
 * @expect call_stack info
 * @summary ^Call stack: rdump_dump\(\) -> (App.Job::)?inner:\d+ -> App.Job::run:\d+ -> <main>:\d+$
 * @fact depth = 4
 * @expect refcount_state info
 * @fact surplus_values <= 30
 * @fact missing_values <= 5
 * @absent coverage_gap
 * @absent near_memory_limit
 * @absent refcount_surplus
 */
namespace App;

class Job
{
    public function run(string $path): void
    {
        self::inner($path);
    }

    private static function inner(string $path): void
    {
        rdump_dump($path);
    }
}

(new Job())->run($argv[1]);
