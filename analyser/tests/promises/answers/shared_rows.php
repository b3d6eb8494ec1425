<?php
/* One array of rows in three places, none of which has changed it. */
require __DIR__ . '/../answers.php';

class Page
{
    public $rows;
}

$rows = array();
for ($i = 0; $i < 5000; $i++) {
    $rows[] = array($i, str_repeat('r', 150) . $i);
}
$page = new Page();
$page->rows = $rows;
$backup = array('rows' => $rows);
unset($i);
eval(probe());
