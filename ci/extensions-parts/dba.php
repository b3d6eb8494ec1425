<?php
// loads: dba
require __DIR__ . '/lib.php';

$file = sys_get_temp_dir() . '/rdump_dba_' . getmypid();
for ($i = 0; $i < 300 * TIMES; $i++) {
    $db = dba_open($file, $i ? 'r-' : 'n-', 'flatfile');
    if ($i === 0) {
        dba_insert('a', payload($i), $db);
        dba_close($db);
        continue;
    }
    $objs[] = [$db, dba_fetch('a', $db), payload($i, 4000), dba_firstkey($db)];
}
unlink($file);
unset($db);
probe($argv[1], $base);
