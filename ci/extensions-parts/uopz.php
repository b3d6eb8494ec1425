<?php
// loads: uopz
require __DIR__ . '/lib.php';

class Old
{
    public function name(): string
    {
        return 'old';
    }
}

uopz_set_return(Old::class, 'name', 'new');
uopz_set_hook(Old::class, 'name', function () {
});
uopz_add_function(Old::class, 'more', function () {
    return 1;
});
uopz_set_mock('Mocked', new Old);
for ($i = 0; $i < 1500 * TIMES; $i++) {
    $old = new Old;
    $objs[] = [$old, $old->name(), $old->more(), payload($i, 800)];
}
unset($old);
probe($argv[1], $base);
