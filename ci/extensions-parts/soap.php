<?php
// loads: soap  exact: 90
require __DIR__ . '/lib.php';

class Service
{
    public string $pay = '';

    public function call()
    {
        return 1;
    }
}

for ($i = 0; $i < 300 * TIMES; $i++) {
    $service = new Service;
    $service->pay = payload($i);
    $server = new SoapServer(null, ['uri' => "urn:x$i", 'classmap' => ['a' => 'Service']]);
    $server->setObject($service);
    $functions = new SoapServer(null, ['uri' => "urn:x$i"]);
    $functions->addFunction(['strlen', 'trim']);
    $class = new SoapServer(null, ['uri' => "urn:x$i"]);
    $class->setClass('Service', payload($i));
    $client = new SoapClient(null, ['location' => 'http://localhost/', 'uri' => "urn:$i", 'login' => payload($i)]);
    $client->__setSoapHeaders([new SoapHeader('urn:h', 'n', payload($i))]);
    $objs[] = [$server, $functions, $class, $client, new SoapVar(payload($i), XSD_STRING)];
}
unset($service, $server, $functions, $class, $client);
probe($argv[1], $base);
