<?php
/* @limit 32M
 * @screen ^ +[\d.]+ MB +9\d %  \$seen in inner\(\), of
 * @screen \$seen in inner\(\), of .*: empty or bound it */
function inner()
{
    $seen = array();
    for ($i = 0;; $i++) {
        $seen[] = array($i, "x$i");
        yield $i;
    }
}
function outer()
{
    yield from inner();
}
foreach (outer() as $row) {
}
