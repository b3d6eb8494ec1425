--TEST--
The layout in the note block leads from the executor globals to variables, objects and the call stack
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/note.inc';
class Holder
{
	public $number = 4711;
	public $text;
}
function inner($path)
{
	return rdump_dump($path);
}
function outer($path)
{
	return inner($path);
}
$word = marker('a global string');
$list = array('key' => marker('an element'), 'nested' => array('deep' => 42));
$reference = &$word;
$holder = new Holder;
$holder->text = marker('a property');
outer("$dir/a.rdump");
$note = new RdumpNote(whole_dump("$dir/a.rdump"));

check_same('the size of a zval', 16, $note->sizes['zval']);
check_same('the size of a reference count', 4, $note->sizes['zend_refcounted_h.refcount']);
check_same('a value: the type of arrays', 7, $note->values['IS_ARRAY']);
check('there are many rows', count($note->sizes) > 500, count($note->sizes));

$globals = $note->globals();
check_same('a string', $word, $globals['word']);
check_same('a reference', $word, $globals['reference']);
$elements = $note->hash($globals['list']['array']);
check_same('an element', $list['key'], $elements['key']);
check_same('an element of an element', array('deep' => 42), $note->hash($elements['nested']['array']));
$object = $globals['holder']['object'];
check_same('the class of an object', 'Holder', $note->className($object));
check_same('a property with a number', 4711, $note->property($object, 0));
check_same('a property with a string', $holder->text, $note->property($object, 1));
check_same('the call stack', array('rdump_dump', 'inner', 'outer', ''), $note->stack());
checks_done();
?>
--EXPECT--
13 checks passed
