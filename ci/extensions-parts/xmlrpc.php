<?php
// loads: xml xmlrpc
require __DIR__ . '/lib.php';

for ($i = 0; $i < 800 * TIMES; $i++) {
    $server = xmlrpc_server_create();
    xmlrpc_server_register_method($server, 'f', fn() => strlen(payload($i)));
    $objs[] = [$server, xmlrpc_decode(xmlrpc_encode(['a' => payload($i)])), payload($i)];
}
unset($server);
probe($argv[1], $base);
