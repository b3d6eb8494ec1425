<?php
/* The mass hangs on one list inside an object; ten equal strings hold it, so the path ends at the list.
 *
 * @expect bottleneck_path high
 * @summary ^<main>:\d+::\$importer->rows \(1\.91 MB\)$
 * @fact summary_path ~ ^<main>:\d+::\$importer->rows$
 * @fact leaf_path = null
 * @fact path = ["call_frames","1","importer","rows"]
 * @fact depth = 4
 * @confidence high
 * @impact >= 1990000
 */
class Importer
{
    public $rows = [];
}

$importer = new Importer();
for ($i = 0; $i < 10; $i++) {
    $importer->rows[] = str_repeat(chr(65 + $i), 200000);
}
rdump_dump($argv[1]);
