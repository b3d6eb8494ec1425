<?php
/* Sixty objects refer to one configuration. Half of the objects are of another class, so that no class
 * dominates: property_scaling would say the same and replace it.
 *
 * @expect shared_singleton info
 * @summary ^"config" \(Config\): 119 refs -> 1 target \[singleton\]$
 * @fact link_name = "config"
 * @fact target_class = "Config"
 * @fact ref_count = 119
 */
class Config
{
    public $values = [];
}

class A
{
    public $config;
}

class B
{
    public $config;
}

function build()
{
    $config = new Config();
    $list = [];
    for ($i = 0; $i < 60; $i++) {
        $list[] = $a = new A();
        $a->config = $config;
        $list[] = $b = new B();
        $b->config = $config;
    }
    return $list;
}

$list = build();
rdump_dump($argv[1]);
