import { demoActor } from './people.ts';
import type { AdministrationCommand } from '#server/administration.ts';

/** Whose label was found damaged, and by whom. */
const damaged: readonly [tag: string, by: string][] = [
	['ZC-2026-000105', 'user-eng07'],
	['ZC-2026-000117', 'user-eng12'],
	['ZC-2026-000109', 'user-eng07'],
];

/** Labels that wait for the storekeeper's printer. */
export function labelCommands(): AdministrationCommand[] {
	return damaged.map(([tag, by], n) => ({
		...{ type: 'asset.noteLabel@1', kind: 'asset', record: `asset-${tag}` },
		...{ args: { says: 'damaged' }, actor: demoActor(by) },
		as: { device: 'demo-seed-labels', seq: n + 1 },
	}));
}
