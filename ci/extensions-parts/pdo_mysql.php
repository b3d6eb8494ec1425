<?php
// loads: mysqlnd pdo_mysql  server: mariadb  exact: 90
require __DIR__ . '/lib.php';

$pdo = new PDO('mysql:unix_socket=' . getenv('MYSQL_SOCKET') . ';dbname=test', 'root', '');
$pdo->exec('create temporary table t (i int, v varchar(2000), d datetime)');
for ($i = 0; $i < 200 * TIMES; $i++) {
    $pdo->exec("insert into t values ($i, '" . payload($i) . "', now())");
}
for ($i = 0; $i < 20 * TIMES; $i++) {
    $query = $pdo->query('select * from t');
    $query->fetch(PDO::FETCH_ASSOC);
    $emulated = $pdo->prepare('select * from t where i > :i');
    $emulated->execute(['i' => -1]);
    $emulated->fetch();
    $real = $pdo->prepare('select * from t where i > :i and v != :v', [PDO::ATTR_EMULATE_PREPARES => false]);
    $real->bindValue(':i', -1, PDO::PARAM_INT);
    $value = payload($i);
    $real->bindParam(':v', $value);
    $real->execute();
    $real->fetch();
    $objs[] = [$query, $emulated, $real];
    unset($value);
}
$objs[] = $pdo;
unset($pdo, $query, $emulated, $real);
probe($argv[1], $base);
