<?php
/* A static property belongs to the class table alone; a variable of the main script to its frame, whose
 * slot the symbol table's entry only leads to; one that no code names to the globals.
 *
 * @expect root_blame info
 * @fact root_name = "class_table"
 * @fact exclusive_bytes >= 1000000
 * @confidence high
 * @expect root_blame info
 * @fact root_name = "call_frames"
 * @fact exclusive_bytes >= 2000000
 * @confidence high
 * @expect root_blame info
 * @fact root_name = "global_variables"
 * @fact exclusive_bytes >= 1500000
 * @confidence high
 */
class Cache
{
    public static $text;
}

Cache::$text = str_repeat('c', 1000000);
$text = str_repeat('v', 2000000);
$name = 'only' . 'global';
$GLOBALS[$name] = str_repeat('g', 1500000);
rdump_dump($argv[1]);
