<?php
// loads: dom xsl
require __DIR__ . '/lib.php';

class Transform extends XSLTProcessor
{
    public array $pay = [];
}

$sheet = new DOMDocument;
$sheet->loadXML('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    . '<xsl:param name="p"/><xsl:template match="/"><r><xsl:value-of select="$p"/></r></xsl:template></xsl:stylesheet>');
for ($i = 0; $i < 800 * TIMES; $i++) {
    $transform = new Transform;
    $transform->importStylesheet($sheet);
    $transform->setParameter('', 'p', payload($i));
    $transform->setParameter('', ['q' => payload($i), 'r' => 'x']);
    $transform->registerPHPFunctions(['strlen', 'trim']);
    $transform->pay = [payload($i)];
    $objs[] = $transform;
}
$source = new DOMDocument;
$source->loadXML('<a/>');
$objs[] = $transform->transformToDoc($source);
unset($transform, $source);
probe($argv[1], $base);
