<?php
/* A runaway recursion is told once with its number, and named as what takes the memory.
 *
 * @php -d memory_limit=-1
 * @expect call_stack info
 * @fact depth >= 100001
 * @fact omitted_frames >= 99000
 * @hypothesis ^#0 rdump_dump\(\)\n#1 even:\d+\n#2 odd:\d+\n   the same 49,999 times more\n#100001 even:\d+\n#100002 <main>
 * @expect bottleneck_path high
 * @fact summary_path = "locals of the running calls"
 */
function even($n, $path)
{
    return $n === 0 ? rdump_dump($path) : odd($n - 1, $path);
}

function odd($n, $path)
{
    return even($n - 1, $path);
}

even(100000, $argv[1]);
