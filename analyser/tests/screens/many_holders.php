<?php
/* @dump
 * @screen ^ +[\d.]+ [KM]B +\d+ %  global variables +4,000 User$
 * @screen more: rdump holders FILE '#\d+'$
 * @absent out of sight */
class User
{
    public $name;
}
class Group
{
    public $members = array();
}
$groups = array();
for ($g = 0; $g < 60; $g++) {
    $groups["group $g"] = new Group;
}
foreach (range(1, 12) as $n) {
    $GLOBALS["list_$n"] = array();
}
for ($i = 0; $i < 4000; $i++) {
    $user = new User;
    $user->name = "user number $i" . str_repeat('n', 100);
    $groups['group ' . $i % 60]->members[] = $user;
    foreach (range(1, 12) as $n) {
        $GLOBALS["list_$n"][] = $user;
    }
}
unset($user);
rdump_dump($argv[1]);
