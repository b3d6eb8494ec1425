<?php
// loads: phar  settings: phar.readonly=0
require __DIR__ . '/lib.php';

$folder = sys_get_temp_dir() . '/rdump_phar_' . getmypid();
mkdir($folder);
for ($i = 0; $i < 60 * TIMES; $i++) {
    $phar = new Phar("$folder/$i.phar");
    for ($k = 0; $k < 5; $k++) {
        $phar["file$k"] = payload($k);
    }
    $phar->setMetadata(['m' => payload($i)]);
    $phar['file1']->setMetadata([payload($i)]);
    $entry = $phar['file2'];
    $objs[] = [$phar, $entry, fopen("phar://$folder/$i.phar/file3", 'r'), payload($i, 20000)];
}
array_map('unlink', glob("$folder/*"));
rmdir($folder);
unset($phar, $entry);
probe($argv[1], $base);
