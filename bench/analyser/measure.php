<?php
/* Runs a command once, its output thrown away, and prints: CPU seconds, elapsed seconds, peak resident
 * MB. One command per process, because the peak is that of all children. */
$begin = hrtime(true);
exec(implode(' ', array_map('escapeshellarg', array_slice($argv, 1))) . ' > /dev/null', $output, $status);
$elapsed = (hrtime(true) - $begin) / 1e9;
if ($status !== 0) {
    exit($status);
}
$usage = getrusage(1);
$cpu = $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
    + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
printf("%.3f %.3f %.1f\n", $cpu, $elapsed, $usage['ru_maxrss'] / 1024);
