/**
 * A record with several live leaves gets one again (design.md, section 9).
 *
 * 1. The leaf that stays is written anew, with a revision above all of them and with what the others
 *    had taken in as `owed`, before another leaf is deleted. A leaf is deleted only in favour of a
 *    certain one, so a record never loses its last.
 * 2. A leaf with a command that is done stays before one without: it may have been answered. One with
 *    a command that was refused goes last: it came too late. Both are looked at again once the chosen
 *    leaf is certain; who writes `done` looks at the leaves after that, so that one sees the other.
 * 3. Everybody chooses by the same order, so two who settle at once do not delete one another's leaf.
 */
import type { CouchDatabase, Read } from './couch-database.ts';
import { leftLately, type CouchDepartures } from './couch-departures.ts';
import {
	isMarked,
	isSame,
	journalId,
	namesIn,
	type CommandName,
	type RecordDocument,
} from './couch-documents.ts';
import type { CouchJournal } from './couch-journal.ts';
import { deleted } from './couch-register.ts';
import { StoreUnavailable } from './port.ts';

const roundsMax = 120;

export interface SettleParts {
	records: CouchDatabase;
	journal: CouchJournal;
	departures: CouchDepartures;
	/** Told of a record that now owes commands. */
	owes: (id: string) => void;
}

type Leaf = Read<RecordDocument>;

/** The only leaf of a record. With `unsure` it is written anew even when it is alone, until that is certain. */
export async function settle(
	parts: SettleParts,
	id: string,
	unsure = false,
): Promise<Leaf | undefined> {
	let isUnsure = unsure;
	for (let round = 0; round < roundsMax; round++) {
		const leaves = (await parts.records.leaves<RecordDocument>([id])).get(id) ?? [];
		const [only, ...more] = leaves;
		if (!only || (more.length === 0 && !isUnsure)) return only;
		const status = await settleOnce(parts, leaves);
		isUnsure = status === 'unsure';
	}
	throw new StoreUnavailable(parts.records.name);
}

async function settleOnce(
	parts: SettleParts,
	leaves: readonly Leaf[],
): Promise<'certain' | 'unsure' | 'conflict'> {
	const stays = await stayingOf(parts.journal, leaves);
	const others = leaves.filter((leaf) => leaf !== stays.leaf);
	const next = merged(stays.leaf, others, stays.lost);
	const [row] = await parts.records.write([next]);
	if (row?.status !== 'certain') return row?.status ?? 'unsure';
	if (others.length === 0) return 'certain';
	if (stays.lost.length > 0) parts.owes(next._id);
	await parts.departures.tell(next);
	const again = await stayingOf(parts.journal, leaves);
	if (again.leaf === stays.leaf) await parts.records.write(others.map(deleted));
	return 'certain';
}

interface Staying {
	leaf: Leaf;
	/** Commands of the other leaves that have to be run anew. */
	lost: CommandName[];
}

async function stayingOf(journal: CouchJournal, leaves: readonly Leaf[]): Promise<Staying> {
	const names = leaves.flatMap((leaf) => ownNames(leaf, leaves));
	const effects = await journal.effects(names, leaves[0]?._id ?? '');
	const rankOf = (leaf: Leaf) => {
		const own = ownNames(leaf, leaves).map((name) => effects.get(journalId(name)));
		if (own.includes(false)) return 2;
		return own.includes(true) ? 0 : 1;
	};
	const [leaf] = [...leaves].sort((a, b) => rankOf(a) - rankOf(b));
	if (!leaf) throw new Error('a record without leaves');
	const missing = [...names, ...leaves.flatMap(({ owed = [] }) => owed)].filter(
		(name) => !isMarked(leaf, name) && effects.get(journalId(name)) !== false,
	);
	return { leaf, lost: distinct(missing) };
}

/** Commands in that leaf and not in every other. */
function ownNames(leaf: Leaf, leaves: readonly Leaf[]): CommandName[] {
	if (leaves.length === 1) return [];
	return namesIn(leaf).filter((name) => leaves.some((other) => !isMarked(other, name)));
}

function distinct(names: readonly CommandName[]): CommandName[] {
	return names.filter((name, at) => names.findIndex((one) => isSame(one, name)) === at);
}

/** A device may have been told what the other leaves said: their channels are left, their revisions passed. */
function merged(leaf: Leaf, others: readonly Leaf[], owed: CommandName[]): RecordDocument {
	const highest = Math.max(...[leaf, ...others].map(({ rev }) => rev));
	const rev = others.length > 0 && leaf.rev > 0 ? highest + 1 : leaf.rev;
	const known = [...leaf.channels, ...Object.keys(leaf.former)];
	const foreign = others.flatMap(({ channels }) => channels).filter((one) => !known.includes(one));
	// What it had left in the revision that is passed may not have been told yet.
	const left = [...leftLately(leaf), ...foreign];
	// The others may have been in channels this one knows nothing of.
	const { stays, ...rest } = leaf;
	return {
		...rest,
		...(stays && others.length === 0 && { stays }),
		rev,
		former: { ...leaf.former, ...Object.fromEntries(left.map((channel) => [channel, rev])) },
		owed,
		renewals: (leaf.renewals ?? 0) + 1,
	};
}
