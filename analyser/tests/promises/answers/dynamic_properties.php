<?php
/* Objects whose properties are made at run time. */
require __DIR__ . '/../answers.php';

$records = array();
$bag = new stdClass();
for ($i = 0; $i < 1500; $i++) {
    $record = new stdClass();
    $record->{'name ' . $i} = str_repeat('d', 300) . $i;
    $record->id = $i;
    $records[] = $record;
    $bag->{'entry' . $i} = str_repeat('b', 500) . $i;
}
unset($i, $record);
eval(probe());
