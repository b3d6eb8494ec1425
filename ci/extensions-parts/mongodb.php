<?php
// loads: mongodb
require __DIR__ . '/lib.php';

for ($i = 0; $i < 900 * TIMES; $i++) {
    $manager = $i < 20 ? new MongoDB\Driver\Manager('mongodb://localhost:1') : null;
    $write = new MongoDB\Driver\BulkWrite;
    $write->insert(['_id' => $i, 'v' => payload($i)]);
    $objs[] = [
        $manager, $write, new MongoDB\BSON\ObjectId, new MongoDB\BSON\Binary(payload($i), 0),
        new MongoDB\BSON\Regex(payload($i), 'i'), new MongoDB\Driver\Query(['a' => payload($i)]),
        new MongoDB\Driver\Command(['ping' => 1]), new MongoDB\BSON\Javascript('x', ['a' => payload($i)]),
    ];
}
unset($manager, $write);
probe($argv[1], $base);
