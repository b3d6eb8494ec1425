<?php
/* query.php DUMP: values whose holders are known. */
class User
{
	public function __construct(public string $name, public array $tags)
	{
	}
}
class Audit
{
	public static array $seen = [];
}
class Map
{
	public array $byId = [];
}
function run(string $dump): void
{
	$map = new Map;
	for ($i = 0; $i < 300; $i++) {
		$user = new User("user number $i", ["tag $i", 'b']);
		$map->byId["id-$i"] = $user;
		if ($i < 200) {
			Audit::$seen[] = $user;
		}
	}
	unset($user);
	$alone = [str_repeat('x', 5000), str_repeat('y', 100)];
	rdump_dump($dump);
	echo count($map->byId), count($alone);
}
run($argv[1]);
