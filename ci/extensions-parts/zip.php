<?php
// loads: zip  exact: 90
require __DIR__ . '/lib.php';

$file = tempnam(sys_get_temp_dir(), 'zip');
unlink($file);
for ($i = 0; $i < 500 * TIMES; $i++) {
    $pay = payload($i);
    $zip = new ZipArchive;
    $zip->open($file, ZipArchive::CREATE);
    $zip->addFromString("a$i", payload($i));
    $zip->addFromString("b$i", payload($i));
    $zip->registerProgressCallback(0.1, fn($r) => strlen($pay));
    $zip->registerCancelCallback(fn() => 0);
    $objs[] = $zip;
}
unset($zip, $pay);
probe($argv[1], $base);
foreach ($objs as $zip) {
    $zip->unchangeAll();
}
