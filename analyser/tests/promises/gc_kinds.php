<?php
/* gc_kinds.php list: the kinds of cycles that this PHP can make, one a line, with the extension each needs.
 * gc_kinds.php KIND DUMP: 200 cycles of the kind that nothing reaches any more, then the dump; prints what
 * gc_collect_cycles() frees after it, in bytes. */
error_reporting(E_ALL & ~E_DEPRECATED);
gc_disable();

#[AllowDynamicProperties]
class Holder
{
    public $link;
    public $pay;

    public function __construct(int $number)
    {
        $this->pay = str_repeat('p', 1000) . $number;
    }

    public function method()
    {
        return true;
    }
}

class Heir extends Holder
{
    public $more;
}

class Typed extends Holder
{
    public ?Holder $typed = null;
}

class Ending extends Holder
{
    public function __destruct()
    {
        $GLOBALS['ended'] = ($GLOBALS['ended'] ?? 0) + 1;
    }
}

class Heap extends SplHeap
{
    #[ReturnTypeWillChange]
    protected function compare($a, $b)
    {
        return 0;
    }
}

class Wrapper
{
    public $context;
    public $h;

    public function stream_open($path, $mode, $options, &$opened)
    {
        return true;
    }

    public function stream_close()
    {
    }

    public function stream_eof()
    {
        return true;
    }
}

class Filter extends php_user_filter
{
    public static $last;
    public $h;

    #[ReturnTypeWillChange]
    public function onCreate()
    {
        self::$last = $this;
        return true;
    }
}

stream_wrapper_register('ring', 'Wrapper');
stream_filter_register('ring', 'Filter');

function counting($held)
{
    yield 1;
    yield $held;
}

function delegating($held)
{
    yield from counting($held);
}

/* Each gives a Holder a way back to itself. */
$kinds = [
    'property' => ['core', function ($h) {
        $h->link = $h;
    }],
    'two objects' => ['core', function ($h) {
        $h->link = new Holder(1);
        $h->link->link = $h;
    }],
    'three objects' => ['core', function ($h) {
        $h->link = new Holder(1);
        $h->link->link = new Holder(2);
        $h->link->link->link = $h;
    }],
    'list with parents' => ['core', function ($h) {
        for ($i = 0; $i < 5; $i++) {
            $child = new Holder($i);
            $child->link = $h;
            $h->children[] = $child;
        }
    }],
    'inherited property' => ['core', function ($h) {
        $h->link = new Heir(1);
        $h->link->more = $h;
    }],
    'typed property' => ['core', function ($h) {
        $h->link = new Typed(1);
        $h->link->typed = $h;
    }],
    'dynamic property' => ['core', function ($h) {
        $h->dynamic = $h;
    }],
    'stdClass' => ['core', function ($h) {
        $h->link = new stdClass;
        $h->link->back = $h;
    }],
    'anonymous class' => ['core', function ($h) {
        $h->link = new class {
            public $back;
        };
        $h->link->back = $h;
    }],
    'array in property' => ['core', function ($h) {
        $h->link = ['a' => ['b' => $h]];
    }],
    'property by reference' => ['core', function ($h) {
        $other = $h;
        $h->link = &$other;
    }],
    'arrays alone' => ['core', function ($h) {
        $list = [str_repeat('x', 900) . spl_object_id($h)];
        $list[] = &$list;
    }],
    'two arrays' => ['core', function ($h) {
        $left = [str_repeat('x', 900) . spl_object_id($h)];
        $right = [str_repeat('y', 900) . spl_object_id($h)];
        $left[] = &$right;
        $right[] = &$left;
    }],
    'array with keys' => ['core', function ($h) {
        $list = ['holder' => $h];
        $list['self'] = &$list;
        $h->link = 1;
    }],
    'destructor' => ['core', function ($h) {
        $h->link = new Ending(1);
        $h->link->link = $h;
    }],
    'exception' => ['core', function ($h) {
        $h->link = new Exception('x');
        $h->link->holder = $h;
    }],
    'exception trace' => ['core', function ($h) {
        (function ($given) {
            $given->link = new Exception('x');
        })($h);
    }],
    'closure use' => ['core', function ($h) {
        $h->link = function () use ($h) {
            return $h;
        };
    }],
    'closure use by reference' => ['core', function ($h) {
        $h->link = function () use (&$h) {
            return $h;
        };
    }],
    'closure this' => ['core', function ($h) {
        $h->link = (function () {
            return function () {
            };
        })->bindTo($h, $h)();
    }],
    'closure static' => ['core', function ($h) {
        $h->link = function () {
            static $kept;
            $kept = func_get_args();
        };
        ($h->link)($h);
    }],
    /* PHP 8.6 makes such a closure once and keeps it */
    'closure without state' => ['core', function ($h) {
        static $makers = [];
        $makers[] = $maker = eval('return static function () { return static function () { }; };');
        $h->link = [$maker(), $h];
    }],
    'closure of method' => ['core', function ($h) {
        $h->link = Closure::fromCallable([$h, 'method']);
    }],
    'callable array' => ['core', function ($h) {
        $h->link = [$h, 'method'];
    }],
    'generator' => ['core', function ($h) {
        $h->link = counting($h);
        $h->link->current();
    }],
    'generator unstarted' => ['core', function ($h) {
        $h->link = counting($h);
    }],
    'generator value' => ['core', function ($h) {
        $h->link = counting($h);
        $h->link->next();
        $h->link->current();
    }],
    'generator delegating' => ['core', function ($h) {
        $h->link = delegating($h);
        $h->link->current();
    }],
    'generator in foreach' => ['core', function ($h) {
        $h->link = (function ($held) {
            foreach ([$held, 1] as $value) {
                yield $value;
            }
        })($h);
        $h->link->current();
    }],
    'generator temporary' => ['core', function ($h) {
        $h->link = (function () use ($h) {
            return array_merge([$h], [yield 1]);
        })();
        $h->link->current();
    }],
    'fiber unstarted' => ['fiber', function ($h) {
        $h->link = new Fiber(function () use ($h) {
        });
    }],
    'fiber suspended' => ['fiber', function ($h) {
        $h->link = new Fiber(function ($held) {
            Fiber::suspend();
        });
        $h->link->start($h);
    }],
    'weak map' => ['weakmap', function ($h) {
        $h->link = new WeakMap;
        $h->link[$h] = 1;
        $h->back = $h;
    }],
    'weak map value' => ['weakmap', function ($h) {
        $h->link = new WeakMap;
        $key = new Holder(1);
        $h->link[$key] = $h;
        $h->key = $key;
    }],
    'weak reference' => ['weakref', function ($h) {
        $h->link = $h;
        $h->weak = WeakReference::create($h);
    }],
    'storage' => ['spl', function ($h) {
        $h->link = new SplObjectStorage;
        $h->link[$h] = 1;
    }],
    'storage data' => ['spl', function ($h) {
        $h->link = new SplObjectStorage;
        $h->link[new stdClass] = $h;
    }],
    'array object' => ['spl', function ($h) {
        $h->link = new ArrayObject([$h]);
    }],
    'array object of object' => ['spl', function ($h) {
        $h->link = new ArrayObject($h);
    }],
    'array iterator' => ['spl', function ($h) {
        $h->link = new ArrayIterator([1, $h]);
    }],
    'fixed array' => ['spl', function ($h) {
        $h->link = new SplFixedArray(3);
        $h->link[1] = $h;
    }],
    'linked list' => ['spl', function ($h) {
        $h->link = new SplDoublyLinkedList;
        $h->link->push($h);
    }],
    'queue' => ['spl', function ($h) {
        $h->link = new SplQueue;
        $h->link[] = [$h];
    }],
    'heap' => ['spl', function ($h) {
        $h->link = new Heap;
        $h->link->insert($h);
    }],
    'priority queue' => ['spl', function ($h) {
        $h->link = new SplPriorityQueue;
        $h->link->insert($h, 1);
    }],
    'iterator of iterator' => ['spl', function ($h) {
        $h->link = new IteratorIterator(new ArrayIterator([$h]));
    }],
    'caching iterator' => ['spl', function ($h) {
        $h->link = new CachingIterator(new ArrayIterator([$h]), CachingIterator::FULL_CACHE);
        foreach ($h->link as $value) {
        }
    }],
    'append iterator' => ['spl', function ($h) {
        $h->link = new AppendIterator;
        $h->link->append(new ArrayIterator([$h]));
    }],
    'filter callback' => ['spl', function ($h) {
        $h->link = new CallbackFilterIterator(new ArrayIterator([1]), function () use ($h) {
            return true;
        });
    }],
    'reflection' => ['reflection', function ($h) {
        $h->link = new ReflectionObject($h);
    }],
    'reflection function' => ['reflection', function ($h) {
        $h->link = new ReflectionFunction(function () use ($h) {
        });
    }],
    'context option' => ['core', function ($h) {
        $h->link = stream_context_create(['a' => ['b' => $h]]);
    }],
    'context notification' => ['core', function ($h) {
        $h->link = stream_context_create([], ['notification' => function () use ($h) {
        }]);
    }],
    'user stream' => ['core', function ($h) {
        $h->link = fopen('ring://a', 'r');
        stream_get_meta_data($h->link)['wrapper_data']->h = $h;
    }],
    'user filter' => ['core', function ($h) {
        $h->link = fopen('php://memory', 'r+');
        stream_filter_append($h->link, 'ring');
        Filter::$last->h = $h;
        Filter::$last = null;
    }],
    'xml object' => ['xml', function ($h) {
        $h->link = xml_parser_create();
        xml_set_object($h->link, $h);
        xml_set_element_handler($h->link, 'method', 'method');
    }],
    'xml handler' => ['xml', function ($h) {
        $h->link = xml_parser_create();
        xml_set_element_handler($h->link, [$h, 'method'], [$h, 'method']);
    }],
    'dom element' => ['dom', function ($h) {
        $h->link = (new DOMDocument)->createElement('a');
        $h->link->back = $h;
    }],
    'simplexml property' => ['simplexml', function ($h) {
        $h->link = [simplexml_load_string('<a><b/></a>'), $h];
    }],
    'xsl property' => ['xsl', function ($h) {
        $h->link = new XSLTProcessor;
        $h->link->back = $h;
    }],
    'pdo function' => ['pdo_sqlite', function ($h) {
        $h->link = new PDO('sqlite::memory:');
        $h->link->sqliteCreateFunction('f', function () use ($h) {
        });
    }],
    'sqlite function' => ['sqlite3', function ($h) {
        $h->link = new SQLite3(':memory:');
        $h->link->createFunction('f', function () use ($h) {
        });
    }],
    'curl write' => ['curl', function ($h) {
        $h->link = curl_init();
        curl_setopt($h->link, CURLOPT_WRITEFUNCTION, function () use ($h) {
        });
    }],
    'curl private' => ['curl', function ($h) {
        $h->link = curl_init();
        curl_setopt($h->link, CURLOPT_PRIVATE, $h);
    }],
    'curl multi' => ['curl', function ($h) {
        $h->link = curl_multi_init();
        $curl = curl_init();
        curl_setopt($curl, CURLOPT_PRIVATE, $h);
        curl_multi_add_handle($h->link, $curl);
    }],
    'zip progress' => ['zip', function ($h) {
        $h->link = new ZipArchive;
        $h->link->open(sys_get_temp_dir() . '/rdump_ring_' . getmypid() . '.zip', ZipArchive::CREATE);
        $h->link->registerProgressCallback(0.1, function () use ($h) {
        });
    }],
    'soap server' => ['soap', function ($h) {
        $h->link = new SoapServer(null, ['uri' => 'urn:x']);
        $h->link->setObject($h);
    }],
    'ds vector' => ['ds', function ($h) {
        $h->link = new Ds\Vector;
        $h->link->push($h);
    }],
    'ds map' => ['ds', function ($h) {
        $h->link = new Ds\Map;
        $h->link->put($h, 1);
    }],
    'ds priority queue' => ['ds', function ($h) {
        $h->link = new Ds\PriorityQueue;
        $h->link->push($h, 1);
    }],
];

$present = [
    'fiber' => class_exists('Fiber'),
    'weakmap' => class_exists('WeakMap'),
    'weakref' => class_exists('WeakReference'),
];
if ($argv[1] === 'list') {
    foreach ($kinds as $kind => [$needed]) {
        echo $kind, $present[$needed] ?? extension_loaded($needed) ? '' : "\tno $needed", "\n";
    }
    exit;
}
[, $kind, $dump] = $argv;
$tie = $kinds[$kind][1];
$make = function (int $number) use ($tie) {
    $holder = new Holder($number);
    $tie($holder);
};
$make(-1);
gc_collect_cycles();
for ($i = 0; $i < 200; $i++) {
    $make($i);
}
unset($i);
rdump_dump($dump);
$before = memory_get_usage();
gc_collect_cycles();
echo $before - memory_get_usage(), "\n";
