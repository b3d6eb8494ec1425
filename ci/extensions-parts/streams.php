<?php
// exact: 90
require __DIR__ . '/lib.php';

class Reader
{
    public $context;
    public string $pay = '';

    public function stream_open($path, $mode, $options, &$opened): bool
    {
        $this->pay = payload(1);
        return true;
    }

    public function stream_read($count): string
    {
        return str_repeat('r', $count);
    }

    public function stream_eof(): bool
    {
        return false;
    }
}

class Upper extends php_user_filter
{
    public string $pay = '';

    public function onCreate(): bool
    {
        $this->pay = payload(2);
        return true;
    }

    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
}

stream_wrapper_register('reader', 'Reader');
stream_filter_register('upper', 'Upper');
for ($i = 0; $i < 300 * TIMES; $i++) {
    $pay = payload($i);
    $context = stream_context_create(['http' => ['header' => payload($i)]], ['notification' => fn() => strlen($pay)]);
    $memory = fopen('php://memory', 'w+');
    fwrite($memory, payload($i));
    $temp = fopen('php://temp', 'w+');
    fwrite($temp, payload($i));
    $filtered = fopen('php://memory', 'w+');
    $filters = [];
    foreach (['string.rot13', 'convert.base64-encode', 'upper'] as $name) {
        $filters[] = stream_filter_append($filtered, $name, STREAM_FILTER_WRITE);
    }
    fwrite($filtered, payload($i));
    $objs[] = [$context, $memory, $temp, $filtered, $filters];
}
for ($i = 0; $i < 100 * TIMES; $i++) {
    $user = fopen('reader://x', 'r', false, stream_context_create(['reader' => ['o' => payload($i)]]));
    fread($user, 10);
    $objs[] = $user;
    $objs[] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $objs[] = opendir(__DIR__);
    $file = fopen(__FILE__, 'r');
    fgets($file);
    $objs[] = $file;
}
unset($context, $memory, $temp, $filtered, $filters, $user, $file, $pay, $name);
probe($argv[1], $base);
