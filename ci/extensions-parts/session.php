<?php
// loads: session keeps: yes  settings: session.use_cookies=0 session.cache_limiter= session.save_path=/tmp
require __DIR__ . '/lib.php';

class Store implements SessionHandlerInterface
{
    public array $data = [];

    public function open($path, $name): bool { return true; }
    public function close(): bool { return true; }
    public function read($id): string { return $this->data[$id] ?? ''; }
    public function write($id, $data): bool { $this->data[$id] = $data; return true; }
    public function destroy($id): bool { return true; }
    public function gc($most): int { return 0; }
}

$store = new Store;
session_set_save_handler($store, true);
session_start();
for ($i = 0; $i < 1500 * TIMES; $i++) {
    $store->data[$i] = payload($i, 900);
}
$_SESSION['k'] = [payload(1)];
$objs[] = $store;
unset($store);
probe($argv[1], $base);
