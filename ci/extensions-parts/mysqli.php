<?php
// loads: mysqlnd mysqli  server: mariadb  exact: 90
require __DIR__ . '/lib.php';

$db = mysqli_init();
$db->real_connect('localhost', 'root', '', 'test', 0, getenv('MYSQL_SOCKET'));
$db->query('create temporary table t (i int, v varchar(2000), d datetime)');
for ($i = 0; $i < 200 * TIMES; $i++) {
    $db->query("insert into t values ($i, '" . payload($i) . "', now())");
}
for ($i = 0; $i < 20 * TIMES; $i++) {
    $result = $db->query('select * from t');
    $result->fetch_assoc();
    $result->fetch_field();
    $statement = $db->prepare('select i, v from t where i > ? and v != ?');
    $a = -1;
    $b = payload($i);
    $statement->bind_param('is', $a, $b);
    $statement->execute();
    $statement->store_result();
    $statement->bind_result($x, $y);
    $statement->fetch();
    $other = $db->prepare('select * from t');
    $other->execute();
    $objs[] = [$result, $statement, $other, $other->get_result(), &$a, &$b, &$x, &$y];
    unset($a, $b, $x, $y);
}
$objs[] = $db;
unset($db, $result, $statement, $other);
probe($argv[1], $base);
