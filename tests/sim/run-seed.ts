import './world/take-over.ts';
import { performance } from 'node:perf_hooks';
import type { Violation } from './oracle/oracle.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { Story } from './story.ts';
import { flavours, type Flavour } from './world/backend.ts';
import { forgetFiles, memoryRoot } from './world/memory-files.ts';
import { World } from './world/world.ts';

export interface SeedOptions {
	seed: number;
	flavour: Flavour;
	/** Names of happenings left out. */
	without: readonly string[];
	/** The trace of a story that went well too. */
	keepTrace?: boolean;
	/** Ends as soon as this statement is violated. */
	until?: number;
}

export interface SeedReport {
	seed: number;
	flavour: Flavour;
	/** Of everything that happened: the same for the same seed and sources. */
	traceHash: string;
	turns: number;
	ms: number;
	violations: Violation[];
	/** Only where something was violated. */
	trace: string[];
}

/** Servers on one cluster: more than one where two may write the same record. */
const serversOfCluster = [1, 2, 2, 3, 3];

let runs = 0;

/** Which store a seed's story stands on: every third on a cluster, where there is a choice. */
export function flavourOf(seed: number, wanted: readonly string[]): Flavour {
	const possible = flavours.filter((each) => wanted.includes('all') || wanted.includes(each));
	return possible.length > 1 && seed % 3 === 0 ? 'couch-cluster' : (possible[0] ?? 'sqlite-like');
}

/** Tells one seed's story. Throws where there is no driver for its flavour. */
export async function runSeed(options: SeedOptions): Promise<SeedReport> {
	const { seed, flavour, without, keepTrace, until } = options;
	const began = performance.now();
	const servers = flavour === 'sqlite-like' ? 1 : new Seeded(seed).pick(serversOfCluster);
	const own = `${memoryRoot}/${++runs}`;
	const world = new World({
		seed,
		flavour,
		servers,
		dataDir: own,
		...(until !== undefined && { until }),
	});
	try {
		await world.begin();
		await new Story(world, new Set(without)).tell();
	} catch (error) {
		world.bug('the story', error);
	}
	const { violations } = world.oracle;
	await world.end();
	forgetFiles(own);
	return {
		...{ seed, flavour, traceHash: world.traceHash, turns: world.scheduler.turns },
		ms: performance.now() - began,
		violations,
		trace: violations.length > 0 || keepTrace ? world.trace : [],
	};
}
