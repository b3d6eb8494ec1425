<?php
// loads: psr
require __DIR__ . '/lib.php';

class Logger extends Psr\Log\AbstractLogger
{
    public array $lines = [];

    public function log($level, $message, array $context = [])
    {
        $this->lines[] = [$level, $message, $context];
    }
}

for ($i = 0; $i < 1500 * TIMES; $i++) {
    $logger = new Logger;
    $logger->info('a', ['b' => payload($i)]);
    $objs[] = $logger;
}
unset($logger);
probe($argv[1], $base);
