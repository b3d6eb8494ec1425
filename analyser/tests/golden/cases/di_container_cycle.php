<?php
/* Twenty services that all know their container are the usual cost of one.
 *
 * @expect di_container_cycle info
 * @summary ^21 classes forming 1 cycle \(
 * @fact class_count = 21
 * @fact count = 1
 * @absent cycle_cluster
 * @absent micro_cycle
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
class Service10 extends Service {}
class Service11 extends Service {}
class Service12 extends Service {}
class Service13 extends Service {}
class Service14 extends Service {}
class Service15 extends Service {}
class Service16 extends Service {}
class Service17 extends Service {}
class Service18 extends Service {}
class Service19 extends Service {}
class Service20 extends Service {}

$container = new Container();
for ($i = 1; $i <= 20; $i++) {
    $class = 'Service' . $i;
    $service = new $class();
    $service->container = $container;
    $container->services[$class] = $service;
}
unset($service);
rdump_dump($argv[1]);
