<?php
/* Long strings: one alone, one with two holders. */
require __DIR__ . '/../answers.php';

class Upload
{
    public $body;
    public $copy;
    public $head;
}

$upload = new Upload();
$upload->body = str_repeat('b', 3000000);
$upload->copy = $upload->body;
$upload->head = str_repeat('h', 2500000);
$page = str_repeat('p', 1500000);
eval(probe());
