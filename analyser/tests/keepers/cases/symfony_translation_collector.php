<?php
/*
 * @packages symfony/translation:^7 symfony/http-kernel:^7 symfony/service-contracts:^3
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
	'cure' => function ($translator) { $translator->reset(); },
];
