<?php
/* The same with string keys, in a static property.
 *
 * @php -d memory_limit=64M -d rdump.oom_dump=DUMP
 * @expect growing_container high
 * @summary ^`Registry::\$seen` was growing from [\d,]+ to [\d,]+ slots \([\d.]+ MB more\)$
 * @confidence high
 * @fact retained_size >= 10000000
 */
class Registry
{
    public static $seen = [];
}

for ($i = 0; ; $i++) {
    Registry::$seen['k' . $i] = true;
}
