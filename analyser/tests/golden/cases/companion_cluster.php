<?php
/* Two classes made in pairs.
 *
 * @expect companion_cluster medium
 * @summary ^Form \(200, 14\.06 KB\) always paired with Builder \(203, 11\.10 KB\) — 25\.16 KB$
 * @fact classes = [{"name":"Form","count":200},{"name":"Builder","count":203}]
 * @fact total_memory = 25768
 */
class Form
{
    public $a, $b;
}

class Builder
{
    public $a;
}

$made = [];
for ($i = 0; $i < 203; $i++) {
    $made[] = new Builder();
    if ($i < 200) {
        $made[] = new Form();
    }
}
rdump_dump($argv[1]);
