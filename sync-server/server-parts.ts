import { deviceCodeOf } from '#domain/numbering/device-code.ts';
import { openAdministration, type Administration } from './administration.ts';
import { AuditWork } from './audit/audit-work.ts';
import type { Clock } from './clock.ts';
import { InspectionWork } from './inspection/inspection-work.ts';
import { ImportWork } from './import/import-work.ts';
import { serverKeys, type ServerKeys } from './keys/server-keys.ts';
import { Mails, type Post } from './mail/mails.ts';
import { CommandDesk } from './push/command-desk.ts';
import { UserScopes, usersConcerned } from './scope/user-scopes.ts';
import type { HashCost } from './session/password.ts';
import { Sessions } from './session/sessions.ts';
import { Releases } from './quarantine/releases.ts';
import type { RecordKey, Store } from './store/port.ts';
import { Pokes } from './stream/pokes.ts';

/** Everything behind the doors, put together over one store. */
export interface ServerParts {
	store: Store;
	clock: Clock;
	scopes: UserScopes;
	sessions: Sessions;
	pokes: Pokes;
	desk: CommandDesk;
	keys: ServerKeys;
	administration: Administration;
	releases: Releases;
	mails: Mails;
	audits: AuditWork;
	inspections: InspectionWork;
	imports: ImportWork;
}

interface ServerPartsOptions {
	store: Store;
	clock: Clock;
	/** Told of faults of ours. */
	fault: (error: unknown) => void;
	/** Cheaper in tests. */
	hashCost?: HashCost;
	/** Absent where this server sends no e-mail. */
	post?: Post | undefined;
}

export async function serverParts({
	store,
	clock,
	fault,
	hashCost: cost,
	post,
}: ServerPartsOptions): Promise<ServerParts> {
	const costs = cost && { cost };
	const scopes = new UserScopes(store, clock);
	const pokes = new Pokes(scopes);
	const keys = serverKeys(store.secret);
	function written(key: RecordKey, touched: readonly string[]): void {
		scopes.written(key, touched);
		pokes.touched(touched);
		releases.heard(key);
		mails.heard(key, touched);
		audits.heard(key, touched);
		inspections.heard(key, touched);
		imports.heard(key, touched);
	}
	const { peers } = store;
	peers?.watch((key, touched) => {
		scopes.written(key, touched);
		pokes.touched(touched);
	});
	const desk = new CommandDesk({
		store,
		keys,
		clock,
		fault,
		written,
		poke: (userId) => pokes.user(userId),
		...(peers && {
			announce: (key, touched) => peers.markScopes(usersConcerned(key, touched)),
		}),
	});
	const releases = new Releases({
		store,
		clock,
		desk,
		written,
		fault,
		poke: (userId) => pokes.user(userId),
	});
	const sessions = new Sessions({ store, scopes, clock, ...costs });
	const administration = await openAdministration({
		store,
		desk,
		clock,
		codeOf: deviceCodeOf,
		...costs,
	});
	const mails = new Mails({ store, clock, administration, fault, post });
	const audits = new AuditWork({ store, administration, fault });
	const inspections = new InspectionWork({ store, clock, administration, fault });
	const imports = new ImportWork({ store, clock, keys, administration, fault });
	const rooms = { store, clock, scopes, sessions, pokes, desk, keys, administration };
	return { ...rooms, releases, mails, audits, inspections, imports };
}
