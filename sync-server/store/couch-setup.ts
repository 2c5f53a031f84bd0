import { randomBytes, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import {
	CouchDatabase,
	isGone,
	isTaken,
	unavailable,
	type CouchDocument,
} from './couch-database.ts';
import { journalDesigns, recordDesigns, type Design } from './couch-design.ts';
import { CouchRegister } from './couch-register.ts';
import type { CouchTransport } from './couch-transport.ts';
import { StoreUnavailable } from './port.ts';

export interface CouchDatabases {
	records: CouchDatabase;
	journal: CouchDatabase;
	meta: CouchDatabase;
	/** Bytes of blobs. */
	blobs: CouchDatabase;
	/** One copy: it alone decides who is first. */
	numbers: CouchDatabase;
}

const designRoundsMax = 20;
const alreadyThere = 412;

/** The databases of one organisation, by the beginning of their names. */
export function databasesAt(transport: CouchTransport, prefix: string): CouchDatabases {
	const named = (name: string) => new CouchDatabase(transport, `${prefix}-${name}`);
	return {
		records: named('records'),
		journal: named('journal'),
		meta: named('meta'),
		blobs: named('blobs'),
		numbers: named('numbers'),
	};
}

/**
 * Makes what is not there: databases, their doors closed to all but the account, views. Two servers
 * that do it at once do no harm. True when the counters were made anew beside a database that is older.
 */
export async function setUp(databases: CouchDatabases, account: string): Promise<boolean> {
	const { records, journal, meta, blobs, numbers } = databases;
	for (const database of [records, journal, meta, blobs]) await make(database, account, {});
	const isOlder = (await meta.read(identityId)) !== undefined;
	const isNew = await make(numbers, account, { q: 1, n: 1 }).catch((error: unknown) => {
		// The one node that has it may be away: records wait for their numbers, the rest goes on.
		if (isOlder && error instanceof StoreUnavailable) return false;
		throw error;
	});
	for (const design of recordDesigns) await putDesign(records, design);
	for (const design of journalDesigns) await putDesign(journal, design);
	return isNew && isOlder;
}

async function make(
	database: CouchDatabase,
	account: string,
	query: Readonly<Record<string, number>>,
): Promise<boolean> {
	const known = await database.send({ method: 'GET', path: '' });
	const isNew = isGone(known.status);
	if (isNew) {
		const made = await database.send({ method: 'PUT', path: '', query });
		if (made.status >= 400 && made.status !== alreadyThere) throw unavailable(database.name, made);
	} else if (known.status >= 400) throw unavailable(database.name, known);
	await close(database, account);
	return isNew;
}

const Members = v.looseObject({ names: v.optional(v.array(v.string())) });
const Security = v.looseObject({ admins: v.optional(Members), members: v.optional(Members) });

/** Nobody else's name, no role: who administrates CouchDB itself may look in all the same. */
async function close(database: CouchDatabase, account: string): Promise<void> {
	const found = await database.send({ method: 'GET', path: '_security' });
	const { admins, members } = v.is(Security, found.body) ? found.body : {};
	const isClosed = [admins, members].every(({ names } = {}) => names?.join() === account);
	if (isClosed) return;
	const only = { names: [account], roles: [] };
	const body = { admins: only, members: only };
	const answer = await database.send({ method: 'PUT', path: '_security', body });
	if (answer.status >= 400) throw unavailable(database.name, answer);
}

const StoredDesign = v.looseObject({ _rev: v.string(), views: v.unknown() });

async function putDesign(database: CouchDatabase, design: Design): Promise<void> {
	for (let round = 0; round < designRoundsMax; round++) {
		const found = await database.send({ method: 'GET', path: design._id });
		const known = v.is(StoredDesign, found.body) && found.status < 400 ? found.body : undefined;
		if (known && JSON.stringify(known.views) === JSON.stringify(design.views)) return;
		const body = { ...design, ...(known && { _rev: known._rev }) };
		const answer = await database.send({ method: 'PUT', path: design._id, body });
		if (answer.status < 400) return;
		if (!isTaken(answer.status)) throw unavailable(database.name, answer);
	}
}

export interface Identity {
	epoch: string;
	secret: string;
}

type IdentityDocument = CouchDocument & Identity;
const identityId = 'identity';
const secretBytes = 32;

/** Epoch and secret, drawn once: the database with one copy decides whose. */
export async function identityOf(
	{ meta, numbers }: CouchDatabases,
	alone: boolean,
	wanted?: Partial<Identity>,
): Promise<Identity> {
	const kept = new CouchRegister<IdentityDocument>(meta, alone);
	const known = await kept.read(identityId);
	if (known) return known;
	const drawn = {
		_id: identityId,
		epoch: wanted?.epoch ?? randomUUID(),
		secret: wanted?.secret ?? randomBytes(secretBytes).toString('base64'),
	};
	const first = await new CouchRegister<IdentityDocument>(numbers, true).change(
		identityId,
		(current) => (current ? undefined : drawn),
	);
	const { epoch, secret } = first ?? drawn;
	await kept.change(identityId, (current) =>
		current ? undefined : { _id: identityId, epoch, secret },
	);
	return { epoch, secret };
}

/** For an organisation that came from elsewhere with a secret of its own. */
export async function useSecret({ meta, numbers }: CouchDatabases, secret: string): Promise<void> {
	for (const register of [
		new CouchRegister<IdentityDocument>(numbers, true),
		new CouchRegister<IdentityDocument>(meta, false),
	])
		await register.change(identityId, (current) =>
			!current || current.secret === secret ? undefined : { ...current, secret },
		);
}
