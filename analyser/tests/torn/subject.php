<?php
/* A process with many classes, objects, closures and arrays, whose dump torn_check takes apart. */
foreach (range(1, 60) as $i) {
    eval("class Model$i extends " . ($i % 5 ? "ArrayObject" : "stdClass") . " {
        public \$name; protected \$parts = []; private \$owner; public static \$kept = [];
        public function add(\$part) { \$this->parts[] = \$part; return \$this; }
        public function own(\$owner) { \$this->owner = \$owner; }
    }");
}
$all = [];
for ($i = 0; $i < 1500; $i++) {
    $class = 'Model' . (1 + $i % 60);
    $model = new $class;
    $model->name = "model number $i";
    $model->add(new DateTime('2020-01-01'))->add(function () use ($i) {
        return $i;
    });
    if ($i) {
        $model->own($all[(int) ($i / 2)]);
    }
    $class::$kept[] = $model;
    $all[] = $model;
}
$generators = [];
foreach (range(1, 30) as $i) {
    $generators[$i] = (function () use ($i) {
        yield $i;
        yield [$i];
    })();
    $generators[$i]->current();
}
$storage = new SplObjectStorage;
foreach ($all as $i => $model) {
    if ($i % 7 === 0) {
        $storage[$model] = "text $i";
    }
}
/* Resources hold objects where the collector does not look. */
class Upper extends php_user_filter
{
    public $pay = [];

    public function onCreate(): bool
    {
        $this->pay[] = [count($this->pay)];
        return true;
    }
}
stream_filter_register('upper', 'Upper');
$streams = [];
for ($i = 0; $i < 200; $i++) {
    $context = stream_context_create(['http' => ['n' => [$i]]], ['notification' => function () use ($i) {
        return $i;
    }]);
    $stream = fopen('php://memory', 'w+', false, $context);
    $streams[] = [$context, $stream, stream_filter_append($stream, 'upper', STREAM_FILTER_WRITE)];
}
unset($model, $class, $context, $stream);
rdump_dump($argv[1]);
