<?php
// loads: pdo_sqlite  exact: 90
require __DIR__ . '/lib.php';

class Row
{
    public $a;
    public $b;

    public function __construct(string $pay)
    {
    }
}

for ($i = 0; $i < 150 * TIMES; $i++) {
    $pay = payload($i);
    $pdo = new PDO('sqlite::memory:');
    $pdo->exec('create table t (a, b)');
    $pdo->exec("insert into t values (1, 'x'), (2, 'y')");
    $pdo->sqliteCreateFunction('f', fn($a) => strlen($pay) + $a);
    $pdo->sqliteCreateAggregate('g', fn($c) => $c, fn() => strlen($pay));
    $pdo->sqliteCreateCollation('c', fn($a, $b) => strlen($pay));
    $statement = $pdo->prepare('select f(a) a, b from t where a > :a and b != :b');
    $value = payload($i);
    $statement->bindValue(':a', 0);
    $statement->bindParam(':b', $value);
    $statement->execute();
    $into = $pdo->query('select * from t');
    $into->setFetchMode(PDO::FETCH_INTO, new Row(payload($i)));
    $into->fetch();
    $class = $pdo->query('select * from t', PDO::FETCH_CLASS, 'Row', [payload($i)]);
    $objs[] = [$pdo, $statement, $statement->fetch(), $into, $class, $pdo->query('select * from t')];
    unset($value);
}
unset($pdo, $statement, $into, $class, $pay);
probe($argv[1], $base);
