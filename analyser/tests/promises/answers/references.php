<?php
/* Values behind PHP references: a list with two names, elements by reference. */
require __DIR__ . '/../answers.php';

$list = array();
$alias = &$list;
for ($i = 0; $i < 3000; $i++) {
    $list[] = str_repeat('l', 300) . $i;
}
$index = array();
$rows = array();
for ($i = 0; $i < 2000; $i++) {
    $row = array(str_repeat('x', 300) . $i);
    $rows[$i] = &$row;
    $index['k' . $i] = &$row;
    unset($row);
}
unset($i);
eval(probe());
