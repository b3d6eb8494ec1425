<?php
// loads: dom  exact: 90
require __DIR__ . '/lib.php';

class Node extends DOMElement
{
    public string $note = '';
}

for ($d = 0; $d < 3; $d++) {
    $doc = new DOMDocument;
    $doc->registerNodeClass('DOMElement', 'Node');
    $root = $doc->appendChild($doc->createElement('root'));
    for ($i = 0; $i < 1000 * TIMES; $i++) {
        $node = $root->appendChild($doc->createElement('e', "text $i"));
        $node->setAttribute('a', "v$i");
        $node->note = payload($i);
        $objs[] = $node;
        $objs[] = $node->getAttributeNode('a');
        if ($i % 4 === 0) {
            $objs[] = [$node->childNodes, $node->attributes, $doc->getElementsByTagName('e')];
        }
    }
    $xpath = new DOMXPath($doc);
    $objs[] = [$xpath, $xpath->query('//e'), $xpath->query('//e/@a')];
}
foreach ($objs[1]->ownerDocument->getElementsByTagName('e') as $node) {
    break;
}
unset($doc, $root, $node, $xpath, $i, $d);
probe($argv[1], $base);
