<?php
/* Objects whose data is a library's, also by a class that extends theirs; a date keeps its own on the heap.
 *
 * @requires dom
 * @php -d extension=dom
 * @expect classes_outside info
 * @fact object_count = 41
 * @summary 40 Page \(libxml2's tree of the document\)
 */
class Page extends DOMDocument
{
}

for ($i = 0; $i < 40; $i++) {
    $pages[] = new Page;
}
$element = $pages[0]->createElement('a');
$date = new DateTime;
rdump_dump($argv[1]);
