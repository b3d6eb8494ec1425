<?php
/* A new string that does not fit, beside an older one of two thirds of its size: the older one was not
 * growing.
 *
 * @php -d memory_limit=32M -d rdump.oom_dump=DUMP
 * @expect near_memory_limit high
 * @absent growing_container \$old
 */
$old = str_repeat('o', 16 << 20);
$new = str_repeat('n', 24 << 20);
