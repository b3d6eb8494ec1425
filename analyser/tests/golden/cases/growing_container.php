<?php
/* An array that grows until the memory is exhausted.
 *
 * @php -d memory_limit=32M -d rdump.oom_dump=DUMP
 * @expect growing_container high
 * @summary ^`\$rows` in Import.Job::run\(\):\d+ was growing from [\d,]+ to [\d,]+ slots \([\d.]+ MB more\)$
 * @fact type = "array"
 * @fact requested_bytes >= 1000000
 * @confidence high
 * @expect call_stack info
 * @fact header = "Call Stack at memory_limit:"
 */
namespace Import;

class Job
{
    public function run(): void
    {
        $rows = [];
        for ($i = 0; ; $i++) {
            $rows[] = $i;
        }
    }
}

(new Job())->run();
