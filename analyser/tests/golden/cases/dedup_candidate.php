<?php
/* Three hundred copies of two texts, each held by a part and by an index.
 *
 * @expect dedup_candidate low
 * @summary ^Part::\$boundary \(ZendString\): 300 copies x 640 B = 187\.50 KB$
 * @fact count = 300
 * @fact total_size = 192000
 * @fact total_waste = 190720
 * @hypothesis ^200/300 copies have identical content \(67%\)\. Example: "boundary 0 
 * @confidence high
 * @impact = 190720
 */
class Part
{
    public $boundary;
}

$texts = [];
$parts = [];
for ($i = 0; $i < 300; $i++) {
    $text = str_repeat('boundary ' . (int) ($i % 3 === 0) . ' ', 50);
    $texts[] = $text;
    $parts[] = $part = new Part();
    $part->boundary = $text;
}
unset($part, $text);
rdump_dump($argv[1]);
