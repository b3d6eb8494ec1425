<?php
/* One large text shared by a thousand objects counts once: below the limit. A list of nodes does not
 * count every rest of the list again.
 *
 * @expect overview info
 * @absent expensive_property
 */
class Page
{
    public $template;
}

class Link
{
    public $next;
}

$template = str_repeat('t', 100000);
$pages = [];
for ($i = 0; $i < 1000; $i++) {
    $page = new Page();
    $page->template = $template;
    $pages[] = $page;
}
$first = new Link();
$last = $first;
for ($i = 0; $i < 5000; $i++) {
    $last->next = new Link();
    $last = $last->next;
}
unset($page);
rdump_dump($argv[1]);
