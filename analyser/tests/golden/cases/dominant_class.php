<?php
/* One class has nearly all of the object memory, and more than 1 MB of it.
 *
 * @expect dominant_class high
 * @summary ^App.User: 20,000 instances x 72 B = 100\.0% of object memory \(1\.37 MB\)$
 * @fact class_name = "App\\User"
 * @fact count = 20000
 * @fact memory_bytes = 1440000
 * @fact avg_size = 72
 * @hypothesis ^Unbounded accumulation
 * @impact >= 1440000
 * @expect class_ranking info
 * @fact rank = 1
 * @fact class_name = "App\\User"
 */
namespace App;

class User
{
    public $id;
    public $name;
}

class Other
{
}

$users = [];
for ($i = 0; $i < 20000; $i++) {
    $users[] = new User();
}
$other = [new Other(), new Other()];
\rdump_dump($argv[1]);
