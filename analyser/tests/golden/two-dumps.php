<?php
/* Two dumps of one process: 4,000 users and an object of a new class come between them, old handlers go
 * away. Used by check-compare.php. */
class User
{
    public $id;
    public $name;
}

class OldHandler
{
}

class NewHandler
{
}

$users = [];
$add = function (int $count) use (&$users) {
    for ($i = 0; $i < $count; $i++) {
        $user = new User();
        $user->id = count($users);
        $user->name = 'user ' . $user->id;
        $users[] = $user;
    }
};
$add(100);
$old = [new OldHandler(), new OldHandler()];
rdump_dump($argv[1]);
$add(4000);
$old = null;
$new = new NewHandler();
rdump_dump($argv[2]);
