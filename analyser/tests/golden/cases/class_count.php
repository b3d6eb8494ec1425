<?php
/* The row of classes counts classes: what the engine allocates for one in pieces (interfaces, traits, tables)
 * adds bytes only. The script prints the number that PHP knows.
 */
interface First
{
}

interface Second extends First
{
}

trait Shared
{
    public function shared() {}
}

abstract class Base implements Second
{
    use Shared;
}

for ($i = 0; $i < 50; $i++) {
    eval("class C$i extends Base implements Countable {
        public function count(): int { return 0; }
    }");
}
$user = 0;
foreach (array_merge(get_declared_classes(), get_declared_interfaces(), get_declared_traits()) as $class) {
    $user += (new ReflectionClass($class))->isUserDefined();
}
rdump_dump($argv[1]);
echo "\n@expect type_ranking\n@fact type = \"ZendClassEntryMemoryLocation\"\n@fact count = $user\n";
