<?php
/* A hundred objects share four groups.
 *
 * @expect shared_fanin info
 * @summary ^"group" -> Group \(196 refs -> 4 targets, 49\.0 each\)$
 * @fact link_name = "group"
 * @fact ref_count = 196
 * @fact target_count = 4
 * @fact avg_refs_per_target = 49.0
 * @absent shared_singleton
 */
class Group
{
    public $name;
}

class Member
{
    public $group;
}

function build()
{
    $groups = [new Group(), new Group(), new Group(), new Group()];
    $members = [];
    for ($i = 0; $i < 200; $i++) {
        $members[] = $member = new Member();
        $member->group = $groups[$i % 4];
    }
    return $members;
}

$members = build();
rdump_dump($argv[1]);
