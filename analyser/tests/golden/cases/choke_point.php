<?php
/* A registry of 40 bytes holds almost four megabytes through one array; the array is the lowest that does.
 *
 * @expect choke_point high
 * @summary ^ZendArray \(.*\) holds 3\.75 MB via 64 children — App\\Registry::\$services->items$
 * @fact subtree_size >= 3900000
 * @fact ratio >= 100
 * @fact children_count = 64
 * @fact path = "App\\Registry::$services->items"
 * @impact >= 3900000
 */
namespace App;

class Services
{
    public $items = [];
}

class Registry
{
    public static $services;
}

Registry::$services = new Services();
for ($i = 0; $i < 64; $i++) {
    Registry::$services->items[] = str_repeat('s', 60000) . $i;
}
\rdump_dump($argv[1]);
