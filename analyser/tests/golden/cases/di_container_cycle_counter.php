<?php
/* Ten classes are too few for a container: an ordinary cycle.
 *
 * @expect cycle_cluster low
 * @fact class_count = 10
 * @absent di_container_cycle
 */
class Container
{
    public $services = [];
}

class Service
{
    public $container;
}

class Service1 extends Service {}
class Service2 extends Service {}
class Service3 extends Service {}
class Service4 extends Service {}
class Service5 extends Service {}
class Service6 extends Service {}
class Service7 extends Service {}
class Service8 extends Service {}
class Service9 extends Service {}

$container = new Container();
for ($i = 1; $i <= 9; $i++) {
    $class = 'Service' . $i;
    $service = new $class();
    $service->container = $container;
    $container->services[$class] = $service;
}
unset($service);
rdump_dump($argv[1]);
