/**
 * Faults on purpose, made to the source text as it is loaded: no switch of them is in the product.
 * Each breaks one statement of design.md section 5, whose own check has to find it.
 */
import { clusteringMutants } from './mutants/clustering.ts';
import { keepingMutants } from './mutants/keeping.ts';
import type { Mutant } from './mutants/mutant.ts';
import { rulingMutants } from './mutants/ruling.ts';
import { seeingMutants } from './mutants/seeing.ts';

export const mutants: readonly Mutant[] = [
	...keepingMutants,
	...seeingMutants,
	...rulingMutants,
	...clusteringMutants,
];
