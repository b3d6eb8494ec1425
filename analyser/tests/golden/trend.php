<?php
/* trend.php STEP DUMP: a process that has run for so long. */
[, $step, $dump] = $argv;
class Job
{
	public array $rows;
}
class Registry
{
	public array $jobs = [];
	public static array $names = [];
}
$registry = new Registry;
for ($i = 0; $i < 1000 * $step; $i++) {
	$job = new Job;
	$job->rows = ["row $i", $i];
	$registry->jobs["job $i"] = $job;
}
for ($i = 0; $i < 400 * $step; $i++) {
	Registry::$names[] = str_repeat("name $i", 10);
}
$stable = [];
for ($i = 0; $i < 2000; $i++) {
	$stable[] = str_repeat("stable $i", 5);
}
$shrinking = [];
for ($i = 0; $i < 9000 - 2000 * $step; $i++) {
	$shrinking[] = str_repeat("old $i", 5);
}
unset($job, $i);
rdump_dump($dump);
