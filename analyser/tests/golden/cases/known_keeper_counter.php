<?php
/* A known class holds little, and what somebody else holds as well; another class of that short name holds much.
 *
 * @expect bottleneck_path
 * @absent known_keeper
 */
namespace Symfony\Component\Stopwatch {
    class Stopwatch
    {
        public $sections = [];
    }
}

namespace App {
    class Stopwatch
    {
        public $sections = [];
    }

    $rows = [];
    for ($i = 0; $i < 2000; $i++) {
        $rows[] = str_repeat('p', 1000) . $i;
    }
    $shared = new \Symfony\Component\Stopwatch\Stopwatch();
    $shared->sections = $rows;
    $little = new \Symfony\Component\Stopwatch\Stopwatch();
    $little->sections = [str_repeat('p', 5000)];
    $other = new Stopwatch();
    for ($i = 0; $i < 2000; $i++) {
        $other->sections[] = str_repeat('p', 1000) . $i;
    }
    \rdump_dump($argv[1]);
}
