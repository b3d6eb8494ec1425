<?php
/* A class of a known name holds much, in a parent's private property. (tests/keepers tries all of them.)
 *
 * @expect known_keeper high
 * @summary ^Symfony's Stopwatch keeps each period .*: [23]\.\d+ MB — <main>:\d+::\$watch->sections$
 * @fact keeper = "symfony_stopwatch"
 * @fact package = "symfony/stopwatch"
 * @fact class_name = "Symfony\\Component\\Stopwatch\\Stopwatch"
 * @fact property_name = "sections"
 * @fact places = 1
 * @fact total_size >= 2000000
 * @fact cure ~ reset\(\)
 * @impact >= 2000000
 * @row \$watch->sections
 */
namespace Symfony\Component\Stopwatch;

class Stopwatch
{
    private $sections = [];

    public function start($name)
    {
        $this->sections[$name] = str_repeat('p', 1000);
    }
}

class AppWatch extends Stopwatch
{
}

$watch = new AppWatch();
for ($i = 0; $i < 2000; $i++) {
    $watch->start("job $i");
}
\rdump_dump($argv[1]);
