<?php
// exact: 90
require __DIR__ . '/lib.php';

class Rows implements IteratorAggregate
{
    public function __construct(private array $rows)
    {
    }

    public function getIterator(): Iterator
    {
        yield from $this->rows;
    }
}

for ($i = 0; $i < 300 * TIMES; $i++) {
    $rows = new ArrayIterator([payload($i), [payload($i)]]);
    $storage = new SplObjectStorage;
    $storage[new stdClass] = payload($i);
    $queue = new SplPriorityQueue;
    $queue->insert([payload($i)], $i);
    $caching = new CachingIterator(new ArrayIterator([payload($i)]), CachingIterator::FULL_CACHE);
    $append = new AppendIterator;
    $append->append(new ArrayIterator([payload($i)]));
    $multiple = new MultipleIterator;
    $multiple->attachIterator(new ArrayIterator([payload($i)]));
    $tree = new RecursiveIteratorIterator(new RecursiveArrayIterator([[payload($i)], 2]));
    $regex = new RegexIterator(new ArrayIterator([payload($i)]), '/a/');
    $limit = new LimitIterator(new IteratorIterator(new Rows([payload($i)])), 0, 1);
    foreach ([$caching, $append, $multiple, $tree, $regex, $limit] as $iterator) {
        $iterator->rewind();
        $objs[] = $iterator;
    }
    $file = new SplFileObject(__FILE__);
    $file->current();
    $temp = new SplTempFileObject;
    $temp->fwrite(payload($i));
    $objs[] = [$rows, $storage, $queue, $file, $temp, new DirectoryIterator(__DIR__), new GlobIterator(__DIR__ . '/s*')];
    $objs[] = new ArrayObject(new Rows([payload($i)]));
    $objs[] = new ReflectionMethod('Rows', 'getIterator');
}
unset($rows, $storage, $queue, $caching, $append, $multiple, $tree, $regex, $limit, $iterator, $file, $temp);
probe($argv[1], $base);
