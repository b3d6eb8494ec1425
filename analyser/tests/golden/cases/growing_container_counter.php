<?php
/* A large piece of memory that no container asked for by growing.
 *
 * @php -d memory_limit=32M -d rdump.oom_dump=DUMP
 * @expect overview info
 * @absent growing_container .*\$rows
 */
$rows = range(1, 1000);
$text = str_repeat('x', 40 << 20);
