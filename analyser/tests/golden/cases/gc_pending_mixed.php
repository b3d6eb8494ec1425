<?php
/* Live and garbage cycles of several kinds: the promise is what collecting frees.
 *
 * @expect gc_pending medium
 * @absent stuck_cycle
 * @absent held_out_of_sight
 * @absent refcount_surplus
 */
class Owner
{
    public $part;
    public $call;
    public $text;

    public function __construct($i)
    {
        $this->text = str_repeat('o', 500) . $i;
        $this->call = function () {
            return $this;
        };
    }
}

gc_disable();
$kept = [];
for ($i = 0; $i < 1000; $i++) {
    $owner = new Owner($i);
    $ring = [$i, str_repeat('r', 200) . $i];
    $ring[] = &$ring;
    if ($i % 2) {
        $kept[] = $owner;
    }
    unset($owner, $ring);
}
rdump_dump($argv[1]);
$before = memory_get_usage();
gc_collect_cycles();
$freed = $before - memory_get_usage();
echo "\n@expect gc_pending\n@fact collectable_size >= ", $freed * 0.98, "\n@fact collectable_size <= ", $freed * 1.02, "\n";
