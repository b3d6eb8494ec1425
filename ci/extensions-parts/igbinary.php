<?php
// loads: igbinary msgpack apcu
require __DIR__ . '/lib.php';

class Item
{
    public array $list = [];
    public ?Item $next = null;
}

for ($i = 0; $i < 800 * TIMES; $i++) {
    $item = new Item;
    $item->list = [payload($i), $i, 1.5];
    $item->next = new Item;
    $objs[] = igbinary_unserialize(igbinary_serialize($item));
    $objs[] = msgpack_unpack(msgpack_pack([$item, payload($i)]));
    $unpacker = new MessagePackUnpacker;
    $unpacker->feed(msgpack_pack([payload($i)]));
    $unpacker->execute();
    $objs[] = [$unpacker, $unpacker->data()];
}
unset($item, $unpacker);
probe($argv[1], $base);
