import { randomBytes } from 'node:crypto';
import type { Actor, Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Clock } from './clock.ts';
import type { CommandDesk } from './push/command-desk.ts';
import { hashPassword, type HashCost } from './session/password.ts';
import type { Store } from './store/port.ts';
import { readRecord } from './store/stored-body.ts';

/** The installation in whose name the server itself issues commands. */
const serverDevice = 'server';
const ownNameBytes = 12;
export const systemActor: Actor = {
	userId: 'system',
	name: 'Outpost',
	roles: ['admin', 'dispatcher'],
	deskIds: [],
	server: true,
};

/** A command as importer and seed write it; device and sequence number are given here. */
export interface AdministrationCommand {
	/** Versioned name, e.g. `asset.import@1`. */
	type: string;
	kind: RecordKind;
	record: string;
	args: Record<string, unknown>;
	base?: Record<string, unknown>;
	/** When it happened; now if absent, and never later than now. */
	at?: Instant;
	/** In whose name; the system's if absent. */
	actor?: Actor;
	/** The name of a command taken from a foreign log: run again, it is a duplicate. */
	as?: { device: string; seq: number };
}

/** What importer, seed and admin tools may do: the same commands as everybody, and passwords. */
export interface Administration {
	/** Runs one command and keeps it in the journal. Refusals are results, not errors. */
	execute(command: AdministrationCommand): Promise<CommandResult>;
	/** Runs many in order, in few transactions; one result each. A refused one does not stop the others. */
	executeAll(commands: readonly AdministrationCommand[]): Promise<CommandResult[]>;
	/**
	 * Gives a user an account name and a password. Throws AccountTaken. Ends his sessions. A hash cheaper
	 * than usual is made anew when he signs in.
	 */
	setPassword(userId: string, account: string, password: string, cost?: HashCost): Promise<void>;
	get<K extends RecordKind>(
		kind: K,
		id: string,
	): Promise<Extract<AnyRecord, { kind: K }> | undefined>;
}

interface AdministrationParts {
	store: Store;
	desk: CommandDesk;
	clock: Clock;
	codeOf: (n: number) => string;
	cost?: HashCost;
}

export async function openAdministration(parts: AdministrationParts): Promise<Administration> {
	const { store, desk, clock, codeOf, cost } = parts;
	const { device: ownDevice, lastSeq } = await ownDeviceOf(store, codeOf);
	let seq = lastSeq;

	function complete(command: AdministrationCommand): Command {
		const { actor: _actor, at, as: named, ...rest } = command;
		const raw = at ?? clock();
		const { device, seq: number } = named ?? { device: ownDevice, seq: ++seq };
		return { ...rest, device, seq: number, at: { raw, offsetMs: 0, effective: raw } };
	}

	/** Runs of commands of one actor go together. */
	async function executeAll(commands: readonly AdministrationCommand[]): Promise<CommandResult[]> {
		const results: CommandResult[] = [];
		for (const [actor, run] of runsByActor(commands))
			results.push(...(await desk.run(run.map(complete), async () => ({ actor }))));
		return results;
	}

	return {
		executeAll,
		async execute(command) {
			const [result] = await executeAll([command]);
			if (!result) throw new Error('a command had no result');
			return result;
		},
		async setPassword(userId, account, password, ownCost = cost) {
			const hash = await hashPassword(password, ownCost);
			await store.setCredential({ userId, account, hash });
			await store.endSessionsOf(userId);
		},
		get: (kind, id) => readRecord(store, kind, id),
	};
}

/** One of several servers takes a name nobody else counts under; it is never used again. */
async function ownDeviceOf(
	store: Store,
	codeOf: (n: number) => string,
): Promise<{ device: string; lastSeq: number }> {
	if (store.peers)
		return {
			device: `${serverDevice}-${randomBytes(ownNameBytes).toString('hex')}`,
			lastSeq: 0,
		};
	const { id, lastSeq } = await store.registerDevice(serverDevice, systemActor.userId, codeOf);
	return { device: id, lastSeq };
}

function runsByActor(
	commands: readonly AdministrationCommand[],
): [Actor, AdministrationCommand[]][] {
	const runs: [Actor, AdministrationCommand[]][] = [];
	for (const command of commands) {
		const actor = command.actor ?? systemActor;
		const last = runs.at(-1);
		if (last?.[0] === actor) last[1].push(command);
		else runs.push([actor, [command]]);
	}
	return runs;
}
