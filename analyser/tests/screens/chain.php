<?php
/* @dump
 * @screen ^ +[\d.]+ [KM]B +\d+ %  \$last +chain of 3,000 Link
 * @screen \$last: let go of it */
class Link
{
    public $next;
    public $load;
}
$last = null;
for ($i = 0; $i < 3000; $i++) {
    $link = new Link;
    $link->next = $last;
    $link->load = array($i, "text $i");
    $last = $link;
}
unset($link, $i);
rdump_dump($argv[1]);
