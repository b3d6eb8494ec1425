<?php
// loads: simplexml  exact: 90
require __DIR__ . '/lib.php';

for ($d = 0; $d < 3; $d++) {
    $xml = '<root>';
    for ($i = 0; $i < 1000 * TIMES; $i++) {
        $xml .= "<item id='$i'><name>n$i</name></item>";
    }
    $root = simplexml_load_string("$xml</root>");
    foreach ($root->item as $item) {
        $objs[] = [$item, $item->name, $item['id'], payload(count($objs), 100)];
    }
    $objs[] = $root->xpath('//name');
}
unset($root, $item, $xml);
probe($argv[1], $base);
