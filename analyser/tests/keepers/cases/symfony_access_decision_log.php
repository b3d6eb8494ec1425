<?php
/*
 * @packages symfony/security-core:^7
 */
use Symfony\Component\Security\Core\Authentication\Token\NullToken;
use Symfony\Component\Security\Core\Authorization\AccessDecisionManager;
use Symfony\Component\Security\Core\Authorization\TraceableAccessDecisionManager;

return [
	'make' => function () { return new TraceableAccessDecisionManager(new AccessDecisionManager); },
	'grow' => function ($manager, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$manager->decide(new NullToken, ['ROLE_ADMIN'], (object)['number' => $i]);
		}
	},
	'cure' => function ($manager) { $manager->reset(); },
];
