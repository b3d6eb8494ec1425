<?php
// loads: xmlreader xmlwriter xml
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $reader = XMLReader::XML('<a><b>' . payload($i) . '</b></a>');
    $reader->read();
    $writer = xmlwriter_open_memory();
    xmlwriter_text($writer, payload($i));
    $parser = xml_parser_create();
    $pay = payload($i);
    xml_set_element_handler($parser, fn() => $pay, fn() => $pay);
    xml_set_character_data_handler($parser, fn() => $pay);
    xml_parse($parser, '<a><b>');
    $objs[] = [$reader, $writer, $parser];
}
unset($reader, $writer, $parser, $pay);
probe($argv[1], $base);
