<?php
// loads: pgsql pdo_pgsql  server: postgresql
require __DIR__ . '/lib.php';

/* as many connections as a server takes */
for ($i = 0; $i < 20; $i++) {
    $pdo = new PDO('pgsql:host=' . getenv('PGSQL_FOLDER') . ';dbname=postgres', 'postgres');
    $statement = $pdo->prepare('select :a::text, generate_series(1, 200)');
    $statement->execute(['a' => payload($i, 40000 * TIMES)]);
    $statement->fetch();
    $link = pg_connect('host=' . getenv('PGSQL_FOLDER') . ' dbname=postgres user=postgres', PGSQL_CONNECT_FORCE_NEW);
    $objs[] = [$pdo, $statement, $link, pg_query($link, 'select generate_series(1, 200)'), payload($i, 40000 * TIMES)];
}
unset($pdo, $statement, $link);
probe($argv[1], $base);
