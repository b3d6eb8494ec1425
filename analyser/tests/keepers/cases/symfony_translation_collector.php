<?php
/*
 * @packages symfony/translation:^7 symfony/http-kernel:^7 symfony/service-contracts:^3
 * @packages symfony/translation:^6 symfony/http-kernel:^6 symfony/service-contracts:^3
 */
use Symfony\Component\Translation\DataCollectorTranslator;
use Symfony\Component\Translation\Translator;

return [
	'make' => function () { return new DataCollectorTranslator(new Translator('en')); },
	'grow' => function ($translator, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$translator->trans('order.sent', ['%number%' => $i]);
		}
	},
] + (method_exists(DataCollectorTranslator::class, 'reset') ? [
	'cure' => function ($translator) { $translator->reset(); },
] : [
	'avoid' => function () { return new Translator('en'); },
]);
