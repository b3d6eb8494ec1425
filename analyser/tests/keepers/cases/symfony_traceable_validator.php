<?php
/*
 * @packages symfony/validator:^7 symfony/service-contracts:^3
 * @packages symfony/validator:^5 symfony/service-contracts:^2
 * @packages symfony/validator:^6 symfony/service-contracts:^3
 */
use Symfony\Component\Validator\Constraints\Email;
use Symfony\Component\Validator\Validation;
use Symfony\Component\Validator\Validator\TraceableValidator;

return [
	'make' => function () { return new TraceableValidator(Validation::createValidator()); },
	'jobs' => 500,
	'grow' => function ($validator, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$validator->validate("user $i", new Email);
		}
	},
	'cure' => function ($validator) { $validator->reset(); },
];
