<?php
/* A dump of which a part is missing: sizes are what is left of them, and the report says so.
 *
 * @cut 60
 * @expect retained_approximate info
 * @summary could not be read completely — retained size is approximate$
 * @absent retained_exact
 */
$rows = [];
for ($i = 0; $i < 40000; $i++) {
    $rows[] = str_repeat("row $i ", 10);
}
rdump_dump($argv[1]);
