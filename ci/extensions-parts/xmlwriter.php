<?php
// loads: xmlwriter
require __DIR__ . '/lib.php';

class Writer extends XMLWriter
{
    public string $pay = '';
}

class Handler
{
    public string $pay = '';
    public array $seen = [];

    public function open($parser, $name, $attributes)
    {
        $this->seen[] = [$name, $attributes];
    }

    public function close($parser, $name)
    {
    }
}

for ($i = 0; $i < 700 * TIMES; $i++) {
    $writer = new Writer;
    $writer->openMemory();
    $writer->startElement('a');
    $writer->text(payload($i));
    $writer->pay = payload($i);
    $handler = new Handler;
    $handler->pay = payload($i);
    $parser = xml_parser_create();
    if ($i % 2) {
        xml_set_object($parser, $handler);
        xml_set_element_handler($parser, 'open', 'close');
    } else {
        xml_set_element_handler($parser, [$handler, 'open'], fn() => strlen($handler->pay));
        xml_set_character_data_handler($parser, 'is_a');
    }
    xml_parse($parser, '<a b="c"><d>' . payload($i));
    $objs[] = [$writer, $parser];
}
unset($writer, $handler, $parser);
probe($argv[1], $base);
