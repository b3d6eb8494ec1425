<?php
/* Two thousand users: an array and a text for each, a configuration for all, and three scalars.
 *
 * @expect property_scaling medium
 * @summary ^User \(2,000 instances\): 2 per-instance props \([\d.]+ B/instance retained\), 1 shared$
 * @fact class_name = "User"
 * @fact instance_count = 2000
 * @fact scalar_properties_count = 3
 * @fact size_mode = "retained"
 * @hypothesis PER-INSTANCE .retained, scales with count.:\n  User::\$attributes: 2,000 copies x 376 B
 * @hypothesis SHARED: User::\$options \(array, CoW\)
 * @impact >= 800000
 * @absent shared_singleton
 */
class User
{
    public $id;
    public $active = true;
    public $score = 1.5;
    public $name;
    public $attributes;
    public $options;
}

$options = ['locale' => 'en', 'n' => $argc];
$users = [];
for ($i = 0; $i < 2000; $i++) {
    $user = new User();
    $user->id = $i;
    $user->name = 'user number ' . $i;
    $user->attributes = ['n' => $i];
    $user->options = $options;
    $users[] = $user;
}
unset($user);
rdump_dump($argv[1]);
