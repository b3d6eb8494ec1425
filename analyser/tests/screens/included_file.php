<?php
/* @limit 32M
 * @screen ^ +[\d.]+ MB +9\d %  \$rows in load\(\) +[\d,]+ strings$
 * @absent symbol_table */
function load($file)
{
    require $file;
}
if (isset($argv) && basename($argv[0]) === 'included_file.php' && !isset($GLOBALS['inside'])) {
    $GLOBALS['inside'] = true;
    $part = sys_get_temp_dir() . '/rdump_part_' . getmypid() . '.php';
    file_put_contents($part, '<?php $rows = array(); for ($i = 0;; $i++) { $rows[] = "row number $i"; }');
    register_shutdown_function('unlink', $part);
    load($part);
}
