<?php
// loads: sqlite3  exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 150 * TIMES; $i++) {
    $pay = payload($i);
    $db = new SQLite3(':memory:');
    $db->exec('create table t (a, b)');
    for ($k = 0; $k < 3; $k++) {
        $db->exec("insert into t values ($k, 'x$k')");
    }
    $db->createFunction('f', fn($a) => strlen($pay) + $a);
    $db->createAggregate('g', fn($c) => $c, fn() => strlen($pay));
    $db->createCollation('c', fn($a, $b) => strlen($pay));
    $db->setAuthorizer(fn() => SQLite3::OK);
    $statement = $db->prepare('select f(a), b from t where a > :a and b != :b');
    $value = payload($i);
    $statement->bindValue(':a', 0);
    $statement->bindParam(':b', $value);
    $result = $statement->execute();
    $objs[] = [$db, $statement, $result, $result->fetchArray(), $db->query('select * from t')];
    unset($value);
}
unset($db, $statement, $result, $pay);
probe($argv[1], $base);
