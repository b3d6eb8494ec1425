<?php
/* A batch of rows that has been dropped: pages whose slots are all free. */
require __DIR__ . '/../answers.php';

$rows = array();
for ($i = 0; $i < 30000; $i++) {
    $rows[] = array($i, str_repeat('r', 200) . $i);
}
unset($rows, $i);
eval(probe());
