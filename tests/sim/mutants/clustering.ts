/** Faults of how records, journal and feed are kept on a cluster without transactions. */
import { mutant, type Mutant } from './mutant.ts';

const ending = 'sync-server/store/couch-ending.ts';
const settle = 'sync-server/store/couch-settle.ts';
const feed = 'sync-server/store/couch-feed.ts';
const database = 'sync-server/store/couch-database.ts';

export const clusteringMutants: readonly Mutant[] = [
	// Any one of these alone is made good by the other two.
	mutant(
		2,
		'two writers of one revision are both believed',
		database,
		`if (row?.ok && row.rev !== undefined && !row.accepted) return`,
		`if (row?.ok && row.rev !== undefined) return`,
		{
			file: settle,
			find: `return { leaf, lost: distinct(missing) };`,
			replace: `return { leaf, lost: distinct(missing).slice(0, 0) };`,
		},
		{
			file: ending,
			find: `if (this.#parts.alone || this.#reached.length === 0) return lost;`,
			replace: `if (this.#reached.length >= 0) return lost;`,
		},
	),
	mutant(
		8,
		'the channels a record left are not told',
		'sync-server/store/couch-departures.ts',
		`for (const channel of leftLately(record)) await this.#tellOne(channel, record);`,
		`void record; void this.#tellOne;`,
	),
	mutant(
		14,
		'a page ends behind what had no room in it',
		feed,
		`return { keys: [...this.#keys.values()], next: more ? this.#seq : end, more };`,
		`return { keys: [...this.#keys.values()], next: end, more };`,
	),
	mutant(
		14,
		'the present is where this server stands though copies lag',
		feed,
		`return this.#parts.alone ? this.#end : this.settled();`,
		`return this.#end;`,
	),
];
