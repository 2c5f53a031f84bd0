import { deviceCodeOf } from '#domain/numbering/device-code.ts';
import { openAdministration, type Administration } from './administration.ts';
import type { Clock } from './clock.ts';
import { CommandDesk } from './push/command-desk.ts';
import { UserScopes } from './scope/user-scopes.ts';
import type { HashCost } from './session/password.ts';
import { Sessions } from './session/sessions.ts';
import type { Store } from './store/port.ts';
import { Pokes } from './stream/pokes.ts';

/** Everything behind the doors, put together over one store. */
export interface ServerParts {
	store: Store;
	clock: Clock;
	scopes: UserScopes;
	sessions: Sessions;
	pokes: Pokes;
	desk: CommandDesk;
	administration: Administration;
}

interface ServerPartsOptions {
	store: Store;
	clock: Clock;
	/** Told of faults of ours. */
	fault: (error: unknown) => void;
	/** Cheaper in tests. */
	hashCost?: HashCost;
}

export async function serverParts({
	store,
	clock,
	fault,
	hashCost: cost,
}: ServerPartsOptions): Promise<ServerParts> {
	const costs = cost && { cost };
	const scopes = new UserScopes(store);
	const pokes = new Pokes(scopes);
	const desk = new CommandDesk({
		store,
		clock,
		fault,
		written(key, touched) {
			scopes.written(key, touched);
			pokes.touched(touched);
		},
	});
	const sessions = new Sessions({ store, scopes, clock, ...costs });
	const administration = await openAdministration({
		store,
		desk,
		clock,
		codeOf: deviceCodeOf,
		...costs,
	});
	return { store, clock, scopes, sessions, pokes, desk, administration };
}
