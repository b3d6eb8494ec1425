<?php
/* check_page.php FILE [has=TEXT] [not=TEXT] ...: what is wrong with a page, a line each; exit status 1 when something is. */

/* Elements whose content is text up to their end tag. */
const RAW = ['script', 'style', 'title'];

$problems = [];

function wrong(string $what): void
{
	global $problems;
	$problems[] = $what;
}

/* Tags nest, attributes are quoted, nothing foreign stands between: XML, but for the raw elements. */
function elements(string $page): array
{
	$found = [];
	$open = [];
	$at = 0;
	if (strncmp($page, "<!DOCTYPE html>\n", 16) !== 0) {
		wrong('no doctype');
	}
	$at = 16;
	while ($at < strlen($page)) {
		if ($page[$at] !== '<') {
			$end = strpos($page, '<', $at);
			$end = $end === false ? strlen($page) : $end;
			$text = substr($page, $at, $end - $at);
			if (preg_match('/>|&(?!amp;|lt;|gt;|quot;|#39;|#8722;|#8217;|#215;)/', $text)) {
				wrong('text that is not escaped: ' . substr($text, 0, 60));
			}
			$at = $end;
			continue;
		}
		if (!preg_match('~\G<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+="[^"<>]*")*)(/?)>~', $page, $tag, 0, $at)) {
			wrong('no tag: ' . substr($page, $at, 80));
			return $found;
		}
		$at += strlen($tag[0]);
		if ($tag[1] === '/') {
			$last = array_pop($open);
			if ($last !== $tag[2]) {
				wrong("</$tag[2]> ends <$last>");
			}
			continue;
		}
		preg_match_all('~ ([a-zA-Z-]+)="([^"]*)"~', $tag[3], $pairs, PREG_SET_ORDER);
		$element = ['<name' => $tag[2], '<text' => ''];
		foreach ($pairs as $pair) {
			$element[$pair[1]] = html_entity_decode($pair[2], ENT_QUOTES);
		}
		if (in_array($tag[2], RAW, true)) {
			$end = strpos($page, "</$tag[2]>", $at);
			if ($end === false) {
				wrong("<$tag[2]> has no end");
				return $found;
			}
			$element['<text'] = substr($page, $at, $end - $at);
			$at = $end + strlen("</$tag[2]>");
		} elseif ($tag[4] === '') {
			$open[] = $tag[2];
		}
		$found[] = $element;
	}
	if ($open) {
		wrong('never ended: ' . implode(' ', $open));
	}
	return $found;
}

function check_elements(array $elements): void
{
	static $known = ['html', 'head', 'meta', 'title', 'style', 'body', 'header', 'nav', 'main', 'section', 'footer',
		'article', 'div', 'p', 'span', 'strong', 'b', 'i', 'a', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'table', 'caption',
		'thead', 'tbody', 'tr', 'th', 'td', 'code', 'br', 'wbr', 'details', 'summary', 'svg', 'rect', 'script'];
	$ids = [];
	foreach ($elements as $element) {
		if (!in_array($element['<name'], $known, true)) {
			wrong("an element that no page has: <{$element['<name']}>");
		}
		foreach (array_slice($element, 2) as $attribute => $value) {
			if (preg_match('/^(on|src|style|action|xlink)/', $attribute)) {
				wrong("the attribute $attribute of <{$element['<name']}>");
			}
			if ($attribute === 'href' && $value[0] !== '#') {
				wrong("a link to $value");
			}
		}
		if (isset($element['id'])) {
			if (isset($ids[$element['id']])) {
				wrong("two elements of id $element[id]");
			}
			$ids[$element['id']] = true;
		}
	}
	foreach (['answer', 'tree', 'findings', 'tables'] as $id) {
		if (!isset($ids[$id])) {
			wrong("no section $id");
		}
	}
}

/* The policy forbids everything but this style and this script. */
function check_policy(array $elements): void
{
	$policy = '';
	$wanted = ['default-src \'none\'', 'base-uri \'none\'', 'form-action \'none\''];
	foreach ($elements as $element) {
		if (($element['http-equiv'] ?? '') === 'Content-Security-Policy') {
			$policy = $element['content'];
		}
	}
	foreach ($elements as $element) {
		if ($element['<name'] === 'style' || ($element['<name'] === 'script' && !isset($element['type']))) {
			$hash = 'sha256-' . base64_encode(hash('sha256', $element['<text'], true));
			$wanted[] = "{$element['<name']}-src '$hash'";
			if (preg_match('~https?://(?!www\.w3\.org/2000/svg)|@import|url\(|fetch\(|XMLHttp|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(~',
				$element['<text'], $found)) {
				wrong("<{$element['<name']}> has $found[0]");
			}
		}
	}
	foreach ($wanted as $directive) {
		if (!in_array($directive, array_map('trim', explode(';', $policy)), true)) {
			wrong("the policy lacks: $directive (src/report/html/hashes has the hashes)");
		}
	}
}

/* The tree's data: nothing is below itself, and no byte is told twice. */
function check_outline(array $elements): void
{
	foreach ($elements as $element) {
		if (($element['id'] ?? '') === 'outline') {
			$items = json_decode($element['<text']);
		}
	}
	if (empty($items)) {
		wrong('no data of the tree');
		return;
	}
	$below = array_fill(0, count($items), 0);
	foreach ($items as $number => $item) {
		if (count($item) !== 10 || $item[0] >= $number || ($number > 0) !== ($item[0] >= 0)) {
			wrong("item $number has no place in the tree");
			return;
		}
		if ($number > 0) {
			$below[$item[0]] += $item[4];
		}
	}
	foreach ($items as $number => $item) {
		if ($below[$number] > $item[4] || ($below[$number] > 0 && $below[$number] + $item[5] !== $item[4])) {
			wrong("the parts of item $number are not the whole: $below[$number] + $item[5], $item[4]");
			return;
		}
	}
	foreach ($elements as $element) {
		if (isset($element['data-item']) && !isset($items[(int) $element['data-item']])) {
			wrong("a link to item {$element['data-item']}");
		}
	}
	echo '# ', count($items), " items\n";
}

$page = file_get_contents($argv[1]);
if (strlen($page) > 5000000) {
	wrong('larger than 5 MB: ' . strlen($page));
}
if (!preg_match('//u', $page)) {
	wrong('no valid UTF-8');
}
if (preg_match('/[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]/', $page, $found)) {
	wrong('a character that nobody sees: ' . bin2hex($found[0]));
}
$elements = elements($page);
check_elements($elements);
check_policy($elements);
if (!in_array('tree=none', $argv, true)) {
	check_outline($elements);
}
foreach (array_slice($argv, 2) as $claim) {
	[$what, $text] = explode('=', $claim, 2);
	$place = strpos($page, $text);
	if ($what === 'has' && $place === false) {
		wrong("lacks '$text'");
	} elseif ($what === 'not' && $place !== false) {
		wrong("has '$text': " . substr($page, max(0, $place - 60), 140));
	}
}
echo '# ', strlen($page), " bytes\n";
foreach (array_slice($problems, 0, 10) as $problem) {
	echo '# ', strtr($problem, "\n", ' '), "\n";
}
exit($problems ? 1 : 0);
