<?php
/* Runs a command once, its output thrown away, and prints: CPU seconds, elapsed seconds, and the peaks of what is resident, in
 * MB: of the program's own memory, and together with the mapped file. The first is sampled, a hundred times a second. */
$begin = hrtime(true);
$process = proc_open(array_slice($argv, 1), [1 => ['file', '/dev/null', 'w']], $pipes);
$pid = proc_get_status($process)['pid'];
$own = $all = 0;
while (($status = @file_get_contents("/proc/$pid/status")) !== false && strpos($status, "\nState:\tZ") === false) {
    $own = preg_match('/^RssAnon:\s+(\d+)/m', $status, $found) ? max($own, (int) $found[1]) : $own;
    $all = preg_match('/^VmHWM:\s+(\d+)/m', $status, $found) ? max($all, (int) $found[1]) : $all;
    usleep(10000);
}
$elapsed = (hrtime(true) - $begin) / 1e9;
if (proc_close($process) !== 0) {
    exit(1);
}
$usage = getrusage(1);
$cpu = $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
    + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
printf("%.3f %.3f %.1f %.1f\n", $cpu, $elapsed, $own / 1024, $all / 1024);
