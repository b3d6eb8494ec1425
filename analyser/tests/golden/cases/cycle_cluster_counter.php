<?php
/* A tree is no cycle, and a WeakReference to the parent makes none.
 *
 * @php-version >= 7.4
 * @expect retained_exact info
 * @absent cycle_cluster
 * @absent micro_cycle
 */
class Tree
{
    public $children = [];
    public $parent;
}

$root = new Tree();
for ($i = 0; $i < 100; $i++) {
    $child = new Tree();
    $child->parent = WeakReference::create($root);
    $root->children[] = $child;
}
unset($child);
rdump_dump($argv[1]);
