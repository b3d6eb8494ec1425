<?php
/* One large text shared by a thousand objects counts once: below the limit. A list of nodes does not
 * count every rest of the list again. A large service that others hold as well is no cost of one class.
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
class Service
{
    public $data;
}

class Client
{
    public $service;
}

$data = str_repeat('d', 3000000);
$service = new Service();
$service->data = $data;
$clients = [];
for ($i = 0; $i < 20; $i++) {
    $client = new Client();
    $client->service = $service;
    $clients[] = $client;
}
$first = new Link();
$last = $first;
for ($i = 0; $i < 5000; $i++) {
    $last->next = new Link();
    $last = $last->next;
}
unset($page, $client);
rdump_dump($argv[1]);
