<?php
/* @limit 32M
 * @screen ^  runaway recursion: [\d,]+ calls of Tree->build\(\) in a row$
 * @screen Tree->build\(\) +recursion\.php:\d+  [\d,]+ times$
 * @screen give Tree->build\(\) a condition that ends it */
class Tree
{
    public function build($depth)
    {
        $load = range($depth, $depth + 1000);
        return $this->build($depth + 1) + count($load);
    }
}
(new Tree)->build(0);
