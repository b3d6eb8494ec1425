<?php
// loads: curl solr
// The extension keeps what it makes in tables of its own, and finds it by a number in a property.
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $client = new SolrClient(['hostname' => 'localhost', 'path' => "solr/$i", 'login' => payload($i)]);
    $document = new SolrInputDocument;
    for ($k = 0; $k < 5; $k++) {
        $document->addField("field$k", payload($k));
    }
    $query = new SolrQuery(payload($i));
    $query->addField('a')->addFilterQuery('b:c')->setStart(2);
    $objs[] = [$client, $document, $query];
}
unset($client, $document, $query);
probe($argv[1], $base);
