<?php
/* A static property belongs to the class table alone; a variable of the main script to the globals and
 * to its frame.
 *
 * @expect root_blame info
 * @fact root_name = "class_table"
 * @fact exclusive_bytes >= 1000000
 * @confidence high
 * @expect root_blame info
 * @fact root_name = "global_variables"
 * @fact shared_bytes >= 1000000
 * @confidence low
 */
class Cache
{
    public static $text;
}

Cache::$text = str_repeat('c', 1000000);
$text = str_repeat('v', 2000000);
rdump_dump($argv[1]);
