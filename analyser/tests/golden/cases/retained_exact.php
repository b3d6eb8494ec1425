<?php
/* Without a cycle, sizes are exact; the counter-case has cycles, and they still are.
 *
 * @expect retained_exact info
 * @summary ^No cycles — retained size is exact$
 * @fact scc_count = 0
 * @absent retained_approximate
 */
$list = ['a' . $argc, 'b' . $argc];
rdump_dump($argv[1]);
