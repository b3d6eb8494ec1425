<?php
// loads: uuid yac mcrypt uploadprogress  settings: yac.enable_cli=1
require __DIR__ . '/lib.php';

$yac = new Yac('p');
for ($i = 0; $i < 1500 * TIMES; $i++) {
    $yac->set("k$i", payload($i));
    $objs[] = [uuid_create(), $yac->get("k$i"), payload($i)];
}
$objs[] = $yac;
for ($i = 0; $i < 40 * TIMES; $i++) {
    $cipher = mcrypt_module_open('rijndael-128', '', 'cbc', '');
    mcrypt_generic_init($cipher, str_repeat('k', 16), str_repeat('i', 16));
    $objs[] = $cipher;
}
unset($yac, $cipher);
probe($argv[1], $base);
