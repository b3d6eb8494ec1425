<?php
/* Shared by the scripts of answers/: php -d extension=rdump.so SCRIPT.php DUMP [CODE]
 *
 *   eval(probe());   the moment of the dump, in the frame that has the variables. With CODE, a file, there is no
 *                    dump: the code in it is run there, which does what the report advised, and what that freed is
 *                    written to DUMP instead.
 *
 * The code is made by answer_promises.php from the places that the report named. */
error_reporting(E_ALL & ~E_DEPRECATED);

final class Promise
{
    public static $usage = 0;
    public static $real = 0;

    public static function begin()
    {
        self::$real = memory_get_usage(true);
        self::$usage = memory_get_usage();
    }

    public static function end()
    {
        $freed = self::$usage - memory_get_usage();
        $real = self::$real - memory_get_usage(true);

        gc_collect_cycles();
        file_put_contents($GLOBALS['argv'][1], json_encode(array('freed' => $freed,
            'freed_after_gc' => self::$usage - memory_get_usage(), 'real' => $real)));
    }

    /* Empties the array, or lets go of the string or object, that the steps lead to from a variable. */
    public static function drop(&$at, array $steps)
    {
        foreach ($steps as list($kind, $name)) {
            if ($kind === '->') {
                $at = &self::property($at, $name);
            } else {
                $at = &$at[$name];
            }
        }
        $at = is_array($at) ? array() : null;
    }

    public static function drop_static($class, $name, array $steps)
    {
        $bound = Closure::bind(function &() use ($name) {
            return self::${$name};
        }, null, $class);

        self::drop($bound(), $steps);
    }

    private static function &property($object, $name)
    {
        for ($class = get_class($object); $class; $class = get_parent_class($class)) {
            if ((new ReflectionClass($class))->hasProperty($name) || !get_parent_class($class)) {
                break;
            }
        }
        $bound = Closure::bind(function &($object) use ($name) {
            return $object->$name;
        }, null, (new ReflectionClass($class))->isInternal() ? null : $class);

        return $bound($object);
    }
}

function probe()
{
    global $argv;

    if (isset($argv[2])) {
        return file_get_contents($argv[2]);
    }
    rdump_dump($argv[1]);
    return '';
}
