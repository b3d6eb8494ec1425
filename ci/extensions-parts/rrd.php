<?php
// loads: rrd gnupg ssh2 stomp
require __DIR__ . '/lib.php';

for ($i = 0; $i < 800 * TIMES; $i++) {
    $creator = new RRDCreator(sys_get_temp_dir() . '/' . payload($i, 20), 'now -10d', 500);
    $creator->addDataSource('speed:COUNTER:600:U:' . $i);
    $creator->addArchive('AVERAGE:0.5:1:24');
    $graph = new RRDGraph(payload($i, 30));
    $graph->setOptions(['--start' => 'now', '--title' => payload($i)]);
    $updater = new RRDUpdater(payload($i, 30));
    $objs[] = [$creator, $graph, $updater, payload($i)];
}
unset($creator, $graph, $updater);
for ($i = 0; $i < 20 * TIMES; $i++) {
    $gnupg = new gnupg;
    $gnupg->seterrormode(GNUPG_ERROR_WARNING);
    $objs[] = $gnupg;
}
unset($gnupg);
probe($argv[1], $base);
