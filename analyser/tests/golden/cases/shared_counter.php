<?php
/* Every object has a value of its own: nothing is shared.
 *
 * @expect class_ranking info
 * @absent shared_singleton "(group|members)"
 * @absent shared_fanin "(group|members)"
 */
class Group
{
    public $name;
}

class Member
{
    public $group;
}

$members = [];
for ($i = 0; $i < 200; $i++) {
    $members[] = $member = new Member();
    $member->group = new Group();
}
unset($member);
rdump_dump($argv[1]);
