import { specifiedRules } from 'graphql';
import { JsonLiteralsRule } from './json-literals.ts';
import { SubscriptionConditionsRule } from './subscription-conditions.ts';

/** What no document may do here, beside what no document may do anywhere. */
export const OWN_RULES = [SubscriptionConditionsRule, JsonLiteralsRule];

/** The rules of each document here. */
export const VALIDATION_RULES = [...specifiedRules, ...OWN_RULES];
